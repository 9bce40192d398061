package dev.sluice.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  @Test
  void theTrainingDataAreReadOnlyIfABaselineLearnsFromThem() {
    assertThat(timesRead("config/airline.yaml", "evaluation.baselines=[last_value]")).isZero();
    assertThat(timesRead("config/airline.yaml", "evaluation.baselines=[drift, linear]"))
        .isEqualTo(1);
    assertThat(timesRead("config/reviews.yaml", "evaluation.baselines=[]")).isZero();
    assertThat(timesRead("config/reviews.yaml", "evaluation.baselines=[majority]")).isEqualTo(1);
  }

  private static int timesRead(String path, String... assignments) {
    Config config = ConfigReader.read(Path.of(path), List.of(assignments)).config();
    Dataset data = Dataset.load(config.data());
    FittedTarget<?> target = data.pipeline().target();
    Examples test = data.examples(Part.TEST);
    AtomicInteger read = new AtomicInteger();

    EvaluationPlan plan = EvaluationPlan.of(config);
    plan.baselines()
        .forEach(
            target.baselines(
                    plan,
                    () -> {
                      read.incrementAndGet();
                      return Optional.of(data.parts());
                    },
                    test,
                    target.perfect(test),
                    Patience.ENDLESS)
                ::apply);

    return read.get();
  }
}
