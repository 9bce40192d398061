package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Metrics;
import dev.sluice.spec.BaselineSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
        .contains("roc_auc is undefined: every row has the class 'positive'.")
        .containsOnlyOnce("every row has the class 'positive'");
  }

  @Test
  void tellsProgramsWhyAMetricOrABaselineIsAbsent() {
    EvaluationPlan plan =
        new EvaluationPlan(
            Map.of("roc_auc", Metrics.find("roc_auc").orElseThrow()),
            List.of(new BaselineSpec.Majority()),
            Optional.empty(),
            Optional.empty());
    ClassPredictions onePositive =
        new ClassPredictions(
            List.of("negative", "positive"), new int[] {1}, new double[][] {{0.2, 0.8}});

    Map<String, Object> json =
        ScoreTable.json(
            Evaluation.of(
                plan,
                onePositive,
                Map.of(
                    new BaselineSpec.Majority(), new BaselineOutcome.Absent("the data are gone"))));

    assertThat(json)
        .containsEntry("test", Map.of())
        .containsEntry("absent", Map.of("roc_auc", "every row has the class 'positive'"))
        .containsEntry("absent_baselines", Map.of("majority", "the data are gone"));
  }

  @Test
  void showsEachClassByItself() {
    EvaluationPlan plan =
        new EvaluationPlan(
            Map.of("accuracy", Metrics.find("accuracy").orElseThrow()),
            List.of(),
            Optional.empty(),
            Optional.empty());
    double[] a = {1, 0, 0};
    double[] b = {0, 1, 0};
    ClassPredictions model =
        new ClassPredictions(
            List.of("a", "b b", "c"), new int[] {0, 0, 0, 1}, new double[][] {a, a, b, b});

    Evaluation evaluation = Evaluation.of(plan, model, Map.of());

    // b b: one of the two rows that got it has it; c: no row has it, none got it
    assertThat(ScoreTable.text(evaluation))
        .contains(
            """

            class  rows  precision  recall      f1
            a         3      1.000  0.6667  0.8000
            b b       1     0.5000   1.000  0.6667
            c         0          -       -       -
            """);
    assertThat(ScoreTable.json(evaluation))
        .extractingByKey("per_class")
        .extracting("b b")
        .isEqualTo(
            Map.of("rows", 1L, "predicted", 2L, "precision", 0.5, "recall", 1.0, "f1", 2 / 3.0));
  }

  @Test
  void showsTheLargestOfManyClasses() {
    EvaluationPlan plan =
        new EvaluationPlan(
            Map.of("accuracy", Metrics.find("accuracy").orElseThrow()),
            List.of(),
            Optional.empty(),
            Optional.empty());
    List<String> classes = IntStream.range(0, 40).mapToObj(c -> "c" + c).toList();
    int[] actual = {37, 37, 37, 5, 5};

    String text =
        ScoreTable.text(
            Evaluation.of(
                plan, new ClassPredictions(classes, actual, new double[5][40]), Map.of()));

    assertThat(text)
        .containsSubsequence(
            "c37 ", "c5 ", "c0 ", "c28 ", "and 10 classes with fewer rows: see --json")
        .doesNotContain("c29 ");
  }

  @Test
  void tellsProgramsTheVerdictAndWhetherItMayBeChance() {
    EvaluationPlan plan =
        new EvaluationPlan(
            Map.of("accuracy", Metrics.find("accuracy").orElseThrow()),
            List.of(new BaselineSpec.Majority()),
            Optional.empty(),
            Optional.empty());
    List<String> classes = List.of("negative", "positive");
    int[] actual = {1, 0};
    ClassPredictions model =
        new ClassPredictions(classes, actual, new double[][] {{0.2, 0.8}, {0.8, 0.2}});
    ClassPredictions majority =
        new ClassPredictions(classes, actual, new double[][] {{0.2, 0.8}, {0.2, 0.8}});

    Map<String, Object> json =
        ScoreTable.json(
            Evaluation.of(
                plan,
                model,
                Map.of(
                    new BaselineSpec.Majority(),
                    new BaselineOutcome.Predicted(majority, Optional.empty()))));

    assertThat(json)
        .containsEntry("outcome", "maybe_better")
        .containsEntry(
            "verdict",
            "The model is better than always choosing the most frequent class: accuracy 1.0 against"
                + " 0.5. With 2 rows, that difference may be due to chance.");
  }
}
