package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** `training.threads` bounds all that computes: with 1, no thread but the caller's works. */
class ThreadsTest {
  /** Large enough for two threads in the embedding, the layers, Adam and the look for NaN. */
  private static final String[] LARGE = {
    "data.input.text.vocabulary={size: 5000, min_count: 1}",
    "network=[{embedding: {size: 64}}, {lstm: {units: 32, l2: 0.001}}]",
    "training.epochs=1",
    "training.batch_size=500",
    "training.early_stopping.monitor=loss",
    "evaluation.baselines=[majority]"
  };

  @Test
  void oneThreadIsAllThatAsksForOne() throws Exception {
    awaitEnd();

    trainAndScore(1);

    assertThat(workers()).isZero();
  }

  @Test
  void twoThreadsAreTheCallersAndAnother() throws Exception {
    awaitEnd();

    trainAndScore(2);

    assertThat(workers()).isOne();
  }

  /** Threads without work end. */
  private static void awaitEnd() throws InterruptedException {
    while (workers() > 0) {
      Thread.sleep(50);
    }
  }

  private static long workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("recurrent-layers"))
        .count();
  }

  private static void trainAndScore(int threads) {
    String[] overrides = Arrays.copyOf(LARGE, LARGE.length + 1);
    overrides[LARGE.length] = "training.threads=" + threads;
    Experiment experiment =
        Experiment.of(ConfigReader.read(Path.of("config/reviews.yaml"), List.of(overrides)));
    experiment.score(experiment.train());
  }
}
