package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastMetricsTest {

  @Nested
  class Mae implements MetricContract.OfForecasts, MetricContract.Mean<Forecasts> {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Mae();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Mse implements MetricContract.OfForecasts, MetricContract.Mean<Forecasts> {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Mse();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Rmse implements MetricContract.OfForecasts {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Rmse();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Mape implements MetricContract.OfForecasts, MetricContract.Mean<Forecasts> {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Mape();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Smape implements MetricContract.OfForecasts, MetricContract.Mean<Forecasts> {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Smape();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Wape implements MetricContract.OfForecasts {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Wape();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Mase implements MetricContract.OfForecasts, MetricContract.Mean<Forecasts> {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Mase();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class Rmsse implements MetricContract.OfForecasts {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Rmsse();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Nested
  class R2 implements MetricContract.OfForecasts {
    @Override
    public Metric metric() {
      return new ForecastMetrics.R2();
    }

    @Override
    public double perfectScore() {
      return 1;
    }
  }

  @Nested
  class Bias implements MetricContract.OfForecasts, MetricContract.Mean<Forecasts> {
    @Override
    public Metric metric() {
      return new ForecastMetrics.Bias();
    }

    @Override
    public double perfectScore() {
      return 0;
    }
  }

  @Test
  void scoresOneColumnAsByHand() {
    Forecasts f = Samples.oneColumn(); // actual 10 20 0 40, errors -2 2 -1 10

    assertThat(value("mae", f)).isEqualTo(15 / 4.0);
    assertThat(value("mse", f)).isEqualTo((4 + 4 + 1 + 100) / 4.0);
    assertThat(value("rmse", f)).isEqualTo(Math.sqrt(27.25));
    assertThat(value("wape", f)).isCloseTo(100 * 15 / 70.0, within(1e-12));
    assertThat(value("mase", f)).isEqualTo(3.75 / 2.5);
    assertThat(value("rmsse", f)).isCloseTo(Math.sqrt(109 / 4.0 / 8), within(1e-12));
    assertThat(value("bias", f)).isEqualTo(9 / 4.0);
    // mean 17.5, deviations -7.5 2.5 -17.5 22.5, their squares sum to 875
    assertThat(value("r2", f)).isCloseTo(1 - 109 / 875.0, within(1e-12));
    // 4 / 22, 4 / 38, 2 / 1, 20 / 70
    assertThat(value("smape", f))
        .isCloseTo(100 * (4 / 22.0 + 4 / 38.0 + 2 + 20 / 70.0) / 4, within(1e-12));
  }

  @Test
  void pointsWithoutADenominatorAreLeftOutAndCounted() {
    // the third actual value is 0; 2 / 10, 2 / 20, 10 / 40
    Score.Value mape = (Score.Value) score("mape", Samples.oneColumn());
    assertThat(mape.value()).isCloseTo(100 * (0.2 + 0.1 + 0.25) / 3, within(1e-12));
    assertThat(mape.leftOut()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mae", "mse", "rmse", "mape", "smape", "wape", "mase", "rmsse", "r2", "bias"})
  void pointsWithoutAnActualValueAreNotScored(String metric) {
    double unknown = Double.NaN;
    Forecasts gaps =
        Samples.forecasts(
            new double[][] {{unknown}, {10}, {20}, {unknown}, {0}, {40}},
            new double[][] {{7}, {12}, {18}, {-90}, {1}, {30}});
    Forecasts whole =
        Samples.forecasts(
            new double[][] {{10}, {20}, {0}, {40}}, new double[][] {{12}, {18}, {1}, {30}});

    assertThat(score(metric, gaps)).isEqualTo(score(metric, whole));
    assertThat(gaps.unscored()).contains("2 of 6 points have no actual value and are not scored.");
    assertThat(whole.unscored()).isEmpty();
    assertThat(score(metric, Samples.forecasts(new double[][] {{unknown}}, new double[][] {{7}})))
        .isEqualTo(Score.absent("there are no actual values to score"));
  }

  @Test
  void smapeOfAModelAndOfABaselineCoverTheSamePoints() {
    double[][] actual = {{0, 0, 0, 3}};

    // 0 forecast as 0 has no error; 0 forecast as 1 costs 2 / 1, 3 forecast as 1 costs 4 / 4
    assertThat(score("smape", Samples.forecasts(actual, new double[][] {{0, 0, 0, 1}})))
        .isEqualTo(new Score.Value(100 * (0 + 0 + 0 + 1) / 4.0, 0));
    assertThat(score("smape", Samples.forecasts(actual, new double[][] {{1, 0, 0, 1}})))
        .isEqualTo(new Score.Value(100 * (2 + 0 + 0 + 1) / 4.0, 0));
  }

  @Test
  void mapeLeavesOutThePointsWhoseActualValueIsZeroWhateverIsForecast() {
    double[][] actual = {{0, 0, 4}};

    // only 4 counts: |4 - 3| / 4, then |4 - 6| / 4
    assertThat(score("mape", Samples.forecasts(actual, new double[][] {{0, 0, 3}})))
        .isEqualTo(new Score.Value(25, 2));
    assertThat(score("mape", Samples.forecasts(actual, new double[][] {{9, 0, 6}})))
        .isEqualTo(new Score.Value(50, 2));
  }

  @Test
  void scoresWithoutAnyDenominatorAreAbsentWithAReason() {
    Forecasts zeros = Samples.forecasts(new double[][] {{0, 0}}, new double[][] {{0, 0}});

    assertThat(score("mape", zeros)).isEqualTo(Score.absent("every actual value is 0"));
    assertThat(score("wape", zeros)).isEqualTo(Score.absent("every actual value is 0"));
    assertThat(value("smape", zeros)).isZero();
    assertThat(score("r2", zeros)).isEqualTo(Score.absent("all actual values are equal"));
    assertThat(
            score(
                "mase",
                new Forecasts(List.of("a"), zeros.actual(), zeros.forecast(), new double[1])))
        .isEqualTo(Score.absent("the training part has no seasonal differences to divide by"));
    assertThat(value("mae", zeros)).isZero();
  }

  @Test
  void scoresOfSeveralColumnsAreThoseOfAllPointsAndMaseIsScaledByColumn() {
    Forecasts f =
        new Forecasts(
            List.of("small", "large", "constant"),
            new double[][][] {{{1, 100, 7}}, {{3, 300, 7}}},
            new double[][][] {{{2, 100, 7}}, {{3, 280, 8}}},
            new double[] {0.5, 40, 0},
            new double[] {0.25, 1600, 0});

    assertThat(value("mae", f)).isCloseTo((1 + 0 + 0 + 0 + 20 + 1) / 6.0, within(1e-12));
    // small 1 / .5 and 0, large 0 and 20 / 40; the constant column has no scale
    assertThat(score("mase", f)).isEqualTo(new Score.Value((2 + 0 + 0 + 0.5) / 4, 2));
    // 1 / .25 and 0, 0 and 400 / 1600
    assertThat(score("rmsse", f)).isEqualTo(new Score.Value(Math.sqrt((4 + 0.25) / 4), 2));
    // small 1 - 1 / 2, large 1 - 400 / 20000; the constant column has no deviations
    assertThat(score("r2", f)).isEqualTo(new Score.Value((0.5 + 0.98) / 2, 2));
    assertThat(value("mae", f.column(1))).isEqualTo(10);
    assertThat(value("mae", f.step(0))).isEqualTo(value("mae", f));
  }

  @Test
  void r2OfLargeValuesIsThatOfTheSameValuesAroundZero() {
    double[][] actual = {{1e15 + 1, 1e15 + 2, 1e15 + 3, 1e15 + 4, 1e15 + 5, 1e15 + 6, 1e15 + 7}};
    double[][] forecast = {{1e15 + 2, 1e15 + 2, 1e15 + 3, 1e15 + 4, 1e15 + 5, 1e15 + 6, 1e15 + 7}};

    // mean 4, deviations -3 -2 -1 0 1 2 3, their squares sum to 28; one error of 1
    assertThat(value("r2", Samples.forecasts(actual, forecast)))
        .isCloseTo(1 - 1 / 28.0, within(1e-12));
  }

  @Test
  void r2OfValuesTooLargeToBeSquaredIsAbsent() {
    double[][] actual = {{1e200, -1e200}};

    assertThat(score("r2", Samples.forecasts(actual, new double[][] {{1e200, 0}})))
        .isEqualTo(Score.absent("the errors are too large to add up"));
    assertThat(score("r2", Samples.forecasts(actual, new double[][] {{1e200, -1e200}})))
        .isEqualTo(Score.absent("the errors are too large to add up"));
  }

  @Test
  void aStepIsScoredOverAllWindows() {
    Forecasts f = Samples.oneColumn();

    assertThat(value("mae", f.step(0))).isEqualTo((2 + 1) / 2.0);
    assertThat(value("mae", f.step(1))).isEqualTo((2 + 10) / 2.0);
  }

  @Test
  void forecastsThatAreNoNumbersGiveNoScoreButAReason() {
    Forecasts f =
        Samples.forecasts(
            new double[][] {{1, 2}, {3, 4}},
            new double[][] {{1, 2}, {Double.POSITIVE_INFINITY, Double.NaN}});

    assertThat(score("mae", f))
        .isEqualTo(Score.absent("the forecasts of 1 of 2 windows are not finite numbers"));
  }

  @Test
  void aScoreThatOverflowsIsAbsent() {
    Forecasts f = Samples.forecasts(new double[][] {{0}}, new double[][] {{1e200}});

    assertThat(score("mse", f)).isEqualTo(Score.absent("the errors are too large to add up"));
    assertThat(score("rmse", f)).isEqualTo(Score.absent("the errors are too large to add up"));
  }

  @Test
  void forecastsThatDoNotMatchAreRefused() {
    assertThatThrownBy(() -> Samples.forecasts(new double[][] {{1, 2}}, new double[][] {{1, 2, 3}}))
        .hasMessage("window 0 has 2 actual and 3 forecast steps, window 0 has 2");
    assertThatThrownBy(() -> Samples.forecasts(new double[][] {{1}}, new double[][] {{1}, {2}}))
        .hasMessage("1 windows came true, 2 were forecast");
  }

  private static Score score(String metric, Forecasts forecasts) {
    return Metrics.score(Metrics.find(metric).orElseThrow(), forecasts);
  }

  private static double value(String metric, Forecasts forecasts) {
    return score(metric, forecasts).number().orElseThrow();
  }
}
