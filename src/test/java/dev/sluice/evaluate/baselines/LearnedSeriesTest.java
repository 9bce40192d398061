package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.AirPassengers;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Metrics;
import dev.sluice.evaluate.Patience;
import dev.sluice.spec.BaselineSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The windows of config/airline.yaml: 96 months train, 24 validate, 24 test; logarithms. */
class LearnedSeriesTest {
  private static final double[] MONTHS = AirPassengers.months();
  private static final SeriesHistory.Units LOGARITHMS =
      new SeriesHistory.Units() {
        @Override
        public int memory(int column) {
          return 0;
        }

        @Override
        public double[] transformed(int column, double[] values) {
          return Arrays.stream(values).map(Math::log).toArray();
        }

        @Override
        public double[] inverse(int column, double[] forecast, double[] values, int cutoff) {
          return Arrays.stream(forecast).map(Math::exp).toArray();
        }
      };

  @Test
  void eachHasTheErrorOfItsMethodOnTheAirlinesWindows() {
    assertThat(mae(new BaselineSpec.Linear())).isCloseTo(16.79, within(0.01));
    assertThat(mae(new BaselineSpec.Ets())).isCloseTo(22.98, within(0.05)); // statsmodels
    assertThat(mae(new BaselineSpec.Theta())).isCloseTo(19.6, within(0.1));
    assertThat(mae(new BaselineSpec.Arima())).isCloseTo(14.92, within(0.01)); // statsmodels
  }

  @Test
  void theNoteSaysWhatWasChosen() {
    assertThat(predicted(new BaselineSpec.Ets(), MONTHS).note())
        .contains("ETS(A,A,A), fitted to 96 training rows.");
    assertThat(predicted(new BaselineSpec.Linear(), MONTHS).note())
        .contains("The strength of its penalty, 0.00001, was chosen on the validation part.");
  }

  @Test
  void forecastsNeverDependOnRowsAfterTheCutoff() {
    double[] changed = MONTHS.clone();
    Arrays.fill(changed, 132, 144, 1);

    for (BaselineSpec baseline :
        List.of(new BaselineSpec.Linear(), new BaselineSpec.Ets(), new BaselineSpec.Theta())) {
      assertThat(forecast(baseline, changed)).isDeepEqualTo(forecast(baseline, MONTHS));
    }
  }

  @Test
  void anotherSeriesIsForecastWithTheSameParameters() {
    double[] tenTimes = Arrays.stream(MONTHS).skip(24).map(y -> 10 * y).toArray();

    for (BaselineSpec baseline :
        List.of(new BaselineSpec.Linear(), new BaselineSpec.Ets(), new BaselineSpec.Theta())) {
      double[][][] forecast = forecast(baseline, tenTimes, IntStream.of(107).toArray());
      for (int h = 0; h < 12; h++) {
        assertThat(forecast[0][h][0]).isBetween(8 * MONTHS[132 + h], 12 * MONTHS[132 + h]);
      }
    }
    assertThat(outcome(new BaselineSpec.Ets(), tenTimes, new int[] {20}, true, new ArrayList<>()))
        .isEqualTo(new BaselineOutcome.Absent("it needs 24 rows up to the first window; found 21"));
  }

  @Test
  void whatTakesLongRunsOnlyIfItIsNamed() {
    double[] hours = new double[20_000];
    Arrays.setAll(hours, t -> 100 + t % 12);

    assertThat(outcome(new BaselineSpec.Arima(), hours, new int[] {19_000}, false, null))
        .isEqualTo(
            new BaselineOutcome.Absent(
                "it would take about 3 minutes; add it to evaluation.baselines to run it"));
  }

  @Test
  void linearIsLeftOutWhereItsSumsTakeTooMuchMemory() {
    SeriesHistory rows =
        new SeriesHistory(
            new double[][] {new double[2000]},
            new int[] {1899},
            1000,
            100,
            0,
            SeriesHistory.Units.ORIGINAL);
    LearnedSeries linear =
        LearnedSeries.of(new BaselineSpec.Linear(), 1, rows, rows, Patience.ENDLESS);

    // 1000 x (2500 + 400) numbers of 8 bytes are 22.1 MiB
    assertThat(linear.obstacle(rows, 20 << 20))
        .contains(
            "lookback 1000 and horizon 100 would take 22 MiB, and a baseline may take 20 MiB, an eighth of the heap");
    assertThat(linear.obstacle(rows, 23 << 20)).isEmpty();
  }

  @Test
  void whoWaitsIsToldWhatIsFitted() {
    List<String> told = new ArrayList<>();

    outcome(new BaselineSpec.Theta(), MONTHS, new int[] {131}, true, told);

    assertThat(told).containsExactly("fitting theta");
  }

  private static double mae(BaselineSpec baseline) {
    Forecasts forecasts = predicted(baseline, MONTHS).predictions().as(Forecasts.class);
    return Metrics.score(Metrics.find("mae").orElseThrow(), forecasts).number().orElseThrow();
  }

  private static double[][][] forecast(BaselineSpec baseline, double[] values) {
    return forecast(baseline, values, new int[] {131});
  }

  private static double[][][] forecast(BaselineSpec baseline, double[] values, int[] cutoffs) {
    BaselineOutcome outcome = outcome(baseline, values, cutoffs, true, new ArrayList<>());
    return ((BaselineOutcome.Predicted) outcome).predictions().as(Forecasts.class).forecast();
  }

  private static BaselineOutcome.Predicted predicted(BaselineSpec baseline, double[] values) {
    int[] cutoffs = IntStream.rangeClosed(119, 131).toArray();
    return (BaselineOutcome.Predicted) outcome(baseline, values, cutoffs, true, new ArrayList<>());
  }

  /**
   * @param values rows of which the cutoffs are tested; trained on the months, or on long ones on
   *     these
   */
  private static BaselineOutcome outcome(
      BaselineSpec baseline, double[] values, int[] cutoffs, boolean named, List<String> told) {
    double[] known = values.length > MONTHS.length ? values : MONTHS;
    int training = known.length * 2 / 3; // 96 months
    double[][][] actual = new double[cutoffs.length][12][1];
    for (int w = 0; w < cutoffs.length; w++) {
      for (int h = 0; h < 12; h++) {
        actual[w][h][0] = values[cutoffs[w] + 1 + h];
      }
    }
    Forecasts model = new Forecasts(List.of("passengers"), actual, actual, new double[] {1});
    return new SeriesBaselines(history(values, cutoffs), Optional.of(12), model)
        .learned(
            baseline,
            history(known, IntStream.rangeClosed(23, training - 13).toArray()),
            history(known, IntStream.rangeClosed(training - 1, training + 11).toArray()),
            named,
            new Patience() {
              @Override
              public boolean isOver() {
                return false;
              }

              @Override
              public void begins(String what) {
                told.add(what);
              }
            });
  }

  private static SeriesHistory history(double[] values, int[] cutoffs) {
    return new SeriesHistory(new double[][] {values}, cutoffs, 24, 12, 0, LOGARITHMS);
  }
}
