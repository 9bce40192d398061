package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Metrics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScoreTableTest {
  @Test
  void saysOnceWhyAMetricIsAbsent() {
    EvaluationPlan plan =
        new EvaluationPlan(
            Map.of("roc_auc", Metrics.find("roc_auc").orElseThrow()),
            List.of(),
            Optional.empty(),
            Optional.empty());
    ClassPredictions onePositive =
        new ClassPredictions(
            List.of("negative", "positive"), new int[] {1}, new double[][] {{0.2, 0.8}});

    String text = ScoreTable.text(Evaluation.of(plan, onePositive, Map.of()));

    assertThat(text)
        .contains("roc_auc is absent: every row has the class 'positive'.")
        .containsOnlyOnce("every row has the class 'positive'");
  }
}
