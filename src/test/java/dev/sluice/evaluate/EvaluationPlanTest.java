package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TrainingSpec.EarlyStopping;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EvaluationPlanTest {

  private static final TargetSpec CLASS = new TargetSpec.ClassTarget("sentiment", Optional.empty());
  private static final TargetSpec FORECAST = new TargetSpec.Forecast(List.of("load"), 12, 0);

  @Test
  void whatIsLeftOutBecomesAllThatFitsTheTarget() {
    EvaluationPlan classes = plan(CLASS, null, null, null, Optional.empty());
    EvaluationPlan forecasts = plan(FORECAST, null, null, null, Optional.empty());

    assertThat(classes.metrics().keySet())
        .containsExactly("accuracy", "precision", "recall", "f1", "roc_auc", "log_loss");
    assertThat(classes.baselines())
        .containsExactly(new BaselineSpec.Majority(), new BaselineSpec.BagOfWords());
    assertThat(classes.monitor()).isEmpty();
    assertThat(forecasts.metrics().keySet())
        .containsExactly(
            "mae", "mse", "rmse", "mape", "smape", "wape", "mase", "rmsse", "r2", "bias");
    assertThat(forecasts.baselines())
        .containsExactly(
            new BaselineSpec.LastValue(),
            new BaselineSpec.SeasonalNaive(),
            new BaselineSpec.Drift(),
            new BaselineSpec.Mean(),
            new BaselineSpec.Linear(),
            new BaselineSpec.Ets(),
            new BaselineSpec.Theta(),
            new BaselineSpec.Arima());
    assertThat(forecasts.named()).isFalse();
  }

  @Test
  void whatIsListedKeepsItsOrder() {
    EvaluationPlan plan =
        plan(
            FORECAST,
            List.of(new MetricSpec.Smape(), new MetricSpec.Mae()),
            List.of(new BaselineSpec.Drift(), new BaselineSpec.SeasonalNaive()),
            "rmse",
            Optional.of(12));

    assertThat(plan.metrics().keySet()).containsExactly("smape", "mae");
    assertThat(plan.baselines())
        .containsExactly(new BaselineSpec.Drift(), new BaselineSpec.SeasonalNaive());
    assertThat(plan.monitor().orElseThrow().name()).isEqualTo("rmse"); // need not be listed
    assertThat(plan.season()).contains(12);
  }

  @Test
  void everythingThatDoesNotFitIsNamedAtOnce() {
    assertThatThrownBy(
            () ->
                plan(
                    FORECAST,
                    List.of(new MetricSpec.Mae(), new MetricSpec.F1(), new MetricSpec.Mae()),
                    List.of(
                        new BaselineSpec.Majority(),
                        new BaselineSpec.SeasonalNaive(),
                        new BaselineSpec.Drift(),
                        new BaselineSpec.Drift()),
                    "accuracy",
                    Optional.empty()))
        .hasMessage(
            """
            evaluation.metrics[1]: 'f1' is not available for the target 'forecast'
                available: mae, mse, rmse, mape, smape, wape, mase, rmsse, r2, bias
            evaluation.metrics[2]: 'mae' is listed twice
                remove one
            evaluation.baselines[0]: 'majority' is not available for the target 'forecast'
                available: last_value, seasonal_naive, drift, mean, linear, ets, theta, arima, naive2
            evaluation.baselines[1]: 'seasonal_naive' needs the season
                add data.time.season, for example 12 for months, or remove it
            evaluation.baselines[3]: 'drift' is listed twice
                remove one
            training.early_stopping.monitor: 'accuracy' is not available for the target
                available: loss, mae, mse, rmse, mape, smape, wape, mase, rmsse, r2, bias\
            """);
  }

  @Test
  void aRatioToABaselineBringsItAlong() {
    EvaluationPlan plan =
        plan(
            FORECAST,
            List.of(new MetricSpec.Owa()),
            List.of(new BaselineSpec.Drift()),
            "loss",
            Optional.empty());

    assertThat(plan.baselines())
        .containsExactly(new BaselineSpec.Drift(), new BaselineSpec.Naive2());
  }

  @Test
  void anUnknownMonitorIsRefusedWithTheNearestName() {
    assertThatThrownBy(() -> plan(CLASS, null, null, "acuracy", Optional.empty()))
        .hasMessage(
            """
            training.early_stopping.monitor: unknown metric 'acuracy'
                did you mean 'accuracy'?  available: loss, accuracy, precision, \
            precision_positive, recall, recall_positive, f1, f1_positive, roc_auc, log_loss, \
            average_precision, balanced_accuracy, mcc, brier, ece\
            """);
  }

  @Test
  void theLossIsWatchedByItsName() {
    Monitor monitor = plan(CLASS, null, null, "loss", Optional.empty()).monitor().orElseThrow();

    assertThat(monitor).isEqualTo(new Monitor.Loss());
    assertThat(monitor.better()).isEqualTo(Better.LOWER);
  }

  @Test
  void aWatchedMetricScoresTheValidationPart() {
    Monitor monitor =
        plan(CLASS, null, null, "f1_positive", Optional.empty()).monitor().orElseThrow();

    assertThat(monitor.better()).isEqualTo(Better.HIGHER);
    assertThat(((Monitor.OfMetric) monitor).score(Samples.twoClasses()))
        .isEqualTo(Score.of(6.0 / 9)); // 2 * 3 right / (4 rows + 5 predicted)
  }

  private static EvaluationPlan plan(
      TargetSpec target,
      List<MetricSpec> metrics,
      List<BaselineSpec> baselines,
      String monitor,
      Optional<Integer> season) {
    return EvaluationPlan.of(
        new EvaluationSpec(Optional.ofNullable(metrics), Optional.ofNullable(baselines)),
        target,
        Optional.ofNullable(monitor).map(name -> new EarlyStopping(name, 5, 0)),
        season);
  }
}
