package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.BaselineSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationTest {

  @Test
  void classesAreReportedWithTheirConfusionAndBesideTheBaselines() {
    ClassPredictions baseline =
        ClassBaselines.majority(Samples.TWO, new int[] {0, 0, 1, 0}, Samples.twoClasses().actual());
    Evaluation evaluation =
        Evaluation.of(
            plan(List.of("accuracy", "recall"), new BaselineSpec.Majority()),
            Samples.twoClasses(),
            Map.of(
                new BaselineSpec.Majority(),
                new BaselineOutcome.Predicted(baseline, Optional.of("Fitted on 4 rows."))));

    assertThat(evaluation.toMap().toString())
        .isEqualTo(
            "{size=10, metrics={accuracy=0.7, recall=0.7083333333333333, recall_positive=0.75},"
                + " intervals={}, interval_note=No 95% intervals: 10 rows, and 30 are needed.,"
                + " absent={}, left_out={}, classes=[negative, positive], confusion=[[4, 2], [1,"
                + " 3]], per_class={negative={rows=6, predicted=5, precision=0.8,"
                + " recall=0.6666666666666666, f1=0.7272727272727273}, positive={rows=4,"
                + " predicted=5, precision=0.6, recall=0.75, f1=0.6666666666666666}},"
                + " baselines={majority={accuracy=0.6, recall=0.5, recall_positive=0.0}},"
                + " left_out_of_baselines={}, absent_baselines={}, notes=[majority: Fitted on 4"
                + " rows.], verdict=The model is better than always choosing the most frequent"
                + " class: accuracy 0.7 against 0.6. With 10 rows, that difference may be due to chance.,"
                + " outcome=maybe_better}");
  }

  @Test
  void sequencesAreCountedAsSuch() {
    ClassPredictions baseline =
        ClassBaselines.majority(Samples.TWO, new int[] {0, 0, 1, 0}, Samples.twoClasses().actual());
    Map<BaselineSpec, BaselineOutcome> outcomes =
        Map.of(
            new BaselineSpec.Majority(), new BaselineOutcome.Predicted(baseline, Optional.empty()));

    Evaluation evaluation =
        Evaluation.of(
            plan(List.of("accuracy"), new BaselineSpec.Majority()),
            Samples.twoClasses(),
            outcomes::get,
            "sequence",
            Optional.empty());

    assertThat(evaluation.toMap().toString())
        .contains(
            "No 95% intervals: 10 sequences, and 30 are needed.",
            "With 10 sequences, that difference may be due to chance.");
  }

  @Test
  void forecastsAreReportedByColumnAndByStep() {
    Evaluation evaluation =
        Evaluation.of(
            plan(
                List.of("mae", "mape"),
                new BaselineSpec.LastValue(),
                new BaselineSpec.SeasonalNaive()),
            Samples.oneColumn(), // actual 10 20 | 0 40, errors -2 2 | -1 10
            Map.of(
                new BaselineSpec.LastValue(),
                new BaselineOutcome.Predicted(Samples.oneColumn(), Optional.empty()),
                new BaselineSpec.SeasonalNaive(),
                new BaselineOutcome.Absent("the season is not known")));

    assertThat(evaluation.toMap().toString())
        .isEqualTo(
            "{size=2, metrics={mae=3.75, mape=18.333333333333332}, intervals={}, interval_note=No"
                + " 95% intervals: 2 windows of 2 steps are 1 independent stretch, and 30 are needed.,"
                + " absent={}, left_out={mape=1},"
                + " by_column={load={mae=3.75, mape=18.333333333333332}}, by_step=[{mae=1.5,"
                + " mape=20.0}, {mae=6.0, mape=17.5}], baselines={last_value={mae=3.75,"
                + " mape=18.333333333333332}}, left_out_of_baselines={last_value={mape=1}},"
                + " absent_baselines={seasonal_naive=the season is not known}, notes=[mape: 1 of 4"
                + " actual values are 0 and left out; use wape or mase.], verdict=The model is no"
                + " better than repeating the last value: MAE 3.75 for both., outcome=no_better}");
  }

  @Test
  void aMetricThatLeavesOutOtherPointsOfABaselineSaysSo() {
    ForecastMetric ofForecastsAbove0 =
        new ForecastMetric() {
          @Override
          public Score score(Forecasts forecasts) {
            double first = forecasts.forecast()[0][0][0];
            return Score.of(first, first > 0 ? 0 : 1);
          }

          @Override
          public Better better() {
            return Better.LOWER;
          }
        };
    Evaluation evaluation =
        Evaluation.of(
            new EvaluationPlan(
                Map.of("above", ofForecastsAbove0),
                List.of(new BaselineSpec.Drift()),
                Optional.empty(),
                Optional.empty()),
            Samples.forecasts(new double[][] {{3}}, new double[][] {{1}}),
            Map.of(
                new BaselineSpec.Drift(),
                new BaselineOutcome.Predicted(
                    Samples.forecasts(new double[][] {{3}}, new double[][] {{0}}),
                    Optional.empty())));

    assertThat(evaluation.notes())
        .containsExactly(
            "drift: above leaves out 1 here and 0 for the model, so the two cannot be"
                + " compared.");
    assertThat(evaluation.toMap())
        .containsEntry("left_out_of_baselines", Map.of("drift", Map.of("above", 1L)));
  }

  @Test
  void anAbsentScoreHasItsReasonInTheNotes() {
    Evaluation evaluation =
        Evaluation.of(
            plan(List.of("roc_auc")),
            Samples.certain(Samples.TWO, new int[] {1, 1}, 1, 0),
            Map.of());

    assertThat(evaluation.values()).isEmpty();
    assertThat(evaluation.toMap())
        .containsEntry("absent", Map.of("roc_auc", "every row has the class 'positive'"));
    assertThat(evaluation.notes())
        .containsExactly("roc_auc is undefined: every row has the class 'positive'.");
  }

  @Test
  void aClassWithoutRowsIsNamedInTheNotes() {
    Evaluation evaluation =
        Evaluation.of(
            plan(List.of("recall")),
            Samples.certain(Samples.THREE, new int[] {1, 2}, 1, 2),
            Map.of());

    assertThat(evaluation.notes())
        .containsExactly("recall leaves out 1 of 3 classes, for which it has no value.");
    assertThat(evaluation.toMap().get("per_class").toString())
        .startsWith("{abbreviation={rows=0, predicted=0}, description={rows=1, predicted=1, prec");
  }

  @Test
  void withoutRowsOrNumbersOnlyTheReasonIsReported() {
    Evaluation empty =
        Evaluation.of(
            plan(List.of("mae"), new BaselineSpec.LastValue()),
            Samples.windows(Samples.oneColumn(), 0, 0),
            Map.of(
                new BaselineSpec.LastValue(),
                new BaselineOutcome.Predicted(
                    Samples.windows(Samples.oneColumn(), 0, 0), Optional.empty())));
    Evaluation broken =
        Evaluation.of(
            plan(List.of("accuracy", "f1")),
            Samples.ofPositive(new int[] {0, 1}, new double[] {Double.NaN, 0.9}),
            Map.of());

    assertThat(empty.toMap().toString())
        .isEqualTo(
            "{size=0, metrics={}, intervals={}, absent={mae=there are no windows to score}, left_out={},"
                + " by_column={load={}}, by_step=[], baselines={last_value={}},"
                + " left_out_of_baselines={}, absent_baselines={}, notes=[],"
                + " verdict=The model cannot be judged: there are no windows to score.,"
                + " outcome=unknown}");
    assertThat(broken.toMap().toString())
        .doesNotContain("NaN")
        .contains("confusion=[[0, 0], [0, 0]]")
        .contains(
            "verdict=The model cannot be judged: the probabilities of 1 of 2 rows are not finite"
                + " numbers.");
  }

  @Test
  void aBaselineOfThePlanNeedsAnOutcome() {
    assertThatThrownBy(
            () ->
                Evaluation.of(
                    plan(List.of("mae"), new BaselineSpec.Drift()), Samples.oneColumn(), Map.of()))
        .hasMessage("the plan has the baseline drift; no outcome");
  }

  private static EvaluationPlan plan(List<String> metrics, BaselineSpec... baselines) {
    Map<String, Metric> byName = new LinkedHashMap<>();
    metrics.forEach(name -> byName.put(name, Metrics.find(name).orElseThrow()));
    return new EvaluationPlan(byName, List.of(baselines), Optional.empty(), Optional.empty());
  }
}
