package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.BaselineSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OwaTest {
  private static final BaselineSpec NAIVE2 = new BaselineSpec.Naive2();
  private static final EvaluationPlan PLAN =
      new EvaluationPlan(
          Map.of("owa", new ForecastMetrics.Owa()),
          List.of(NAIVE2),
          Optional.empty(),
          Optional.empty());

  @Test
  void isTheMeanOfTheRatiosOfSmapeAndMase() {
    // sMAPE (200 x 5 / 25 + 0) / 2 = 20 against (200 x 10 / 30 + 0) / 2 = 33.3: .6; MASE 2.5 / 5
    Evaluation evaluation =
        Evaluation.of(
            PLAN,
            forecasts(15, 20),
            Map.of(NAIVE2, new BaselineOutcome.Predicted(forecasts(20, 20), Optional.empty())));

    assertThat(evaluation.values().get("owa")).isEqualTo(0.55);
    assertThat(evaluation.baselineValues().get("naive2").get("owa")).isEqualTo(1.0);
    assertThat(evaluation.details().byColumn().get("y")).isEmpty();
  }

  @Test
  void isAbsentWhereNaive2Is() {
    Evaluation evaluation =
        Evaluation.of(
            PLAN, forecasts(15, 20), Map.of(NAIVE2, new BaselineOutcome.Absent("it is too long")));

    assertThat(evaluation.absent()).containsEntry("owa", "naive2 has no forecasts: it is too long");
  }

  @Test
  void isAbsentWhereNaive2MakesNoError() {
    Evaluation evaluation =
        Evaluation.of(
            PLAN,
            forecasts(15, 20),
            Map.of(NAIVE2, new BaselineOutcome.Predicted(forecasts(10, 20), Optional.empty())));

    assertThat(evaluation.absent().get("owa")).contains("naive2 makes no error");
  }

  /** Of the actual values 10 and 20. */
  private static Forecasts forecasts(double first, double second) {
    return new Forecasts(
        List.of("y"),
        new double[][][] {{{10}, {20}}},
        new double[][][] {{{first}, {second}}},
        new double[] {1});
  }
}
