package dev.sluice.evaluate.baselines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.AirPassengers;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Metrics;
import dev.sluice.spec.BaselineSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeriesBaselinesTest {

  private static final List<BaselineSpec> ALL =
      List.of(
          new BaselineSpec.LastValue(),
          new BaselineSpec.SeasonalNaive(),
          new BaselineSpec.Drift(),
          new BaselineSpec.Mean());

  @Test
  void airPassengersInWindowsOf12MonthsOverTheLast24GiveTheKnownErrors() {
    int[] cutoffs = IntStream.rangeClosed(119, 131).toArray(); // targets in rows 120 to 143

    assertThat(mae(cutoffs, new BaselineSpec.LastValue())).isCloseTo(77.8, within(0.05));
    assertThat(mae(cutoffs, new BaselineSpec.SeasonalNaive())).isCloseTo(51.5, within(0.05));
    assertThat(mae(cutoffs, new BaselineSpec.Drift())).isCloseTo(75.1, within(0.05));
  }

  @Test
  void airPassengersOf1960From1949To1959GiveTheKnownScores() {
    int[] cutoff = {131};
    Forecasts seasonal = forecasts(cutoff, new BaselineSpec.SeasonalNaive());

    assertThat(mae(cutoff, new BaselineSpec.LastValue())).isCloseTo(76.0, within(0.05));
    assertThat(value("mae", seasonal)).isCloseTo(47.83, within(0.005));
    assertThat(value("rmse", seasonal)).isCloseTo(50.71, within(0.005));
    assertThat(value("mape", seasonal)).isCloseTo(9.988, within(0.0005));
    assertThat(value("mase", seasonal)).isCloseTo(1.571, within(0.0005));
  }

  @Test
  void theMeanIsThatOfAllRowsKnownAtTheCutoff() {
    SeriesHistory history = history(new double[][] {{1, 3, 5, 99}}, new int[] {1, 2}, 2, 0);

    assertThat(SeriesBaselines.mean(history))
        .isDeepEqualTo(new double[][][] {{{2}, {2}}, {{3}, {3}}}); // (1 + 3) / 2, 9 / 3
  }

  @Test
  void forecastsThatAreNotFiniteMakeABaselineAbsent() {
    SeriesHistory history = history(new double[][] {{-1e308, 1e308, 0}}, new int[] {1}, 1, 0);
    double[][][] zero = {{{0}}};
    Forecasts model = new Forecasts(List.of("load"), zero, zero, new double[] {1});

    assertThat(
            new SeriesBaselines(history, Optional.empty(), model).outcome(new BaselineSpec.Drift()))
        .isEqualTo(new BaselineOutcome.Absent("its forecasts are not finite numbers"));
  }

  @Test
  void aHorizonLongerThanTheSeasonRepeatsTheLastSeason() {
    SeriesHistory history = history(new double[][] {{9, 9, 1, 2, 3, 99}}, new int[] {4}, 7, 0);

    assertThat(steps(SeriesBaselines.seasonalNaive(history, 3)))
        .containsExactly(1, 2, 3, 1, 2, 3, 1);
  }

  @Test
  void aGapMovesEveryForecastFurtherFromTheCutoff() {
    SeriesHistory history = history(new double[][] {{0, 2, 4, 6, 8, 99, 99}}, new int[] {4}, 2, 2);

    // steps 1 and 2 are rows 7 and 8, three and four rows after the cutoff
    assertThat(steps(SeriesBaselines.lastValue(history))).containsExactly(8, 8);
    assertThat(steps(SeriesBaselines.drift(history))).containsExactly(14, 16);
    assertThat(steps(SeriesBaselines.seasonalNaive(history, 5))).containsExactly(4, 6);
    assertThat(steps(SeriesBaselines.seasonalNaive(history, 2))).containsExactly(6, 8);
  }

  @Test
  void forecastsNeverDependOnRowsAfterTheCutoff() {
    double[] changed = AirPassengers.months();
    Arrays.fill(changed, 120, 144, -1e6);
    int[] cutoff = {119};
    SeriesHistory known = history(new double[][] {AirPassengers.months()}, cutoff, 24, 3);
    SeriesHistory other = history(new double[][] {changed}, cutoff, 24, 3);

    assertThat(SeriesBaselines.lastValue(other)).isDeepEqualTo(SeriesBaselines.lastValue(known));
    assertThat(SeriesBaselines.drift(other)).isDeepEqualTo(SeriesBaselines.drift(known));
    assertThat(SeriesBaselines.seasonalNaive(other, 12))
        .isDeepEqualTo(SeriesBaselines.seasonalNaive(known, 12));
  }

  @Test
  void columnsAreForecastEachByItself() {
    SeriesHistory history =
        history(new double[][] {{1, 2, 3}, {10, 30, 50}}, new int[] {1, 2}, 1, 0);

    assertThat(SeriesBaselines.drift(history))
        .isDeepEqualTo(new double[][][] {{{3, 50}}, {{4, 70}}});
  }

  @Test
  void whatCannotBeForecastIsAbsentWithAReason() {
    SeriesHistory history = history(new double[][] {{5, 6}}, new int[] {0}, 1, 0);
    double[][][] six = {{{6}}};
    Forecasts model = new Forecasts(List.of("load"), six, six, new double[] {1});

    Map<BaselineSpec, BaselineOutcome> withoutSeason =
        outcomes(new SeriesBaselines(history, Optional.empty(), model));
    Map<BaselineSpec, BaselineOutcome> withSeason =
        outcomes(new SeriesBaselines(history, Optional.of(12), model));

    assertThat(withoutSeason.get(new BaselineSpec.LastValue()))
        .isInstanceOf(BaselineOutcome.Predicted.class);
    assertThat(withoutSeason.get(new BaselineSpec.SeasonalNaive()))
        .isEqualTo(new BaselineOutcome.Absent("the season is unknown; set data.time.season"));
    assertThat(withSeason.get(new BaselineSpec.SeasonalNaive()))
        .isEqualTo(
            new BaselineOutcome.Absent(
                "the season has 12 rows, but only 1 come before the first window"));
    assertThat(withSeason.get(new BaselineSpec.Drift()))
        .isEqualTo(
            new BaselineOutcome.Absent(
                "a line needs two rows, but only one comes before the first window"));
  }

  @Test
  void windowsThatRepeatTheSameRowShareItsArray() {
    SeriesHistory history = history(new double[][] {{1, 2, 3, 4}}, new int[] {2, 3}, 720, 0);

    double[][][] last = SeriesBaselines.lastValue(history);
    assertThat(last[0][719]).isSameAs(last[0][0]).containsExactly(3);
    double[][][] seasonal = SeriesBaselines.seasonalNaive(history, 2);
    assertThat(seasonal[0][1]).isSameAs(seasonal[1][718]).containsExactly(3);
  }

  @Test
  void aBaselineWhoseForecastsTakeTooMuchMemoryIsAbsentWithAReason() {
    int[] cutoffs = new int[3000];
    Arrays.fill(cutoffs, 1);
    SeriesHistory history = history(new double[][] {{5, 6}}, cutoffs, 720, 0);
    double[][][] same = SeriesBaselines.lastValue(history);
    Forecasts model = new Forecasts(List.of("load"), same, same, new double[] {1});

    Map<BaselineSpec, BaselineOutcome> outcomes =
        outcomes(new SeriesBaselines(history, Optional.of(1), model, 20L << 20));

    // 3000 x 720 = 2160000 steps of 8 bytes, 2 rows of 16 + 8, 3000 windows of 24: 17352048 bytes
    assertThat(outcomes.get(new BaselineSpec.LastValue()))
        .isInstanceOf(BaselineOutcome.Predicted.class);
    assertThat(outcomes.get(new BaselineSpec.SeasonalNaive()))
        .isInstanceOf(BaselineOutcome.Predicted.class);
    // 2160000 steps of 8 + 24 bytes and 3000 windows of 24: 69192000 bytes, 65.99 MiB
    assertThat(outcomes.get(new BaselineSpec.Drift()))
        .isEqualTo(
            new BaselineOutcome.Absent(
                "its forecasts of 3000 windows of 720 steps would take 66 MiB, and a baseline may"
                    + " take 20 MiB, an eighth of the heap"));
  }

  @Test
  void aCutoffOutsideTheRowsIsRefused() {
    assertThatThrownBy(() -> history(new double[][] {{1, 2}}, new int[] {2}, 1, 0))
        .hasMessage("the cutoff 2 is none of 2 rows");
  }

  private static SeriesHistory history(double[][] values, int[] cutoffs, int horizon, int gap) {
    return new SeriesHistory(values, cutoffs, 1, horizon, gap, SeriesHistory.Units.ORIGINAL);
  }

  private static Map<BaselineSpec, BaselineOutcome> outcomes(SeriesBaselines baselines) {
    return ALL.stream().collect(Collectors.toMap(b -> b, baselines::outcome));
  }

  private static double mae(int[] cutoffs, BaselineSpec baseline) {
    return value("mae", forecasts(cutoffs, baseline));
  }

  /** A baseline's forecasts of 12 months after each cutoff, MASE by the rows up to the first. */
  private static Forecasts forecasts(int[] cutoffs, BaselineSpec baseline) {
    double[][][] actual = new double[cutoffs.length][12][1];
    for (int w = 0; w < cutoffs.length; w++) {
      for (int h = 0; h < 12; h++) {
        actual[w][h][0] = AirPassengers.months()[cutoffs[w] + 1 + h];
      }
    }
    double scale = 0; // the mean difference of months to the same a year before
    for (int t = 12; t <= cutoffs[0]; t++) {
      double change = AirPassengers.months()[t] - AirPassengers.months()[t - 12];
      scale += Math.abs(change) / (cutoffs[0] - 11);
    }
    Forecasts truth = new Forecasts(List.of("passengers"), actual, actual, new double[] {scale});
    SeriesHistory history = history(new double[][] {AirPassengers.months()}, cutoffs, 12, 0);
    BaselineOutcome outcome =
        new SeriesBaselines(history, Optional.of(12), truth).outcome(baseline);
    return (Forecasts) ((BaselineOutcome.Predicted) outcome).predictions();
  }

  private static double value(String metric, Forecasts forecasts) {
    return Metrics.score(Metrics.find(metric).orElseThrow(), forecasts).number().orElseThrow();
  }

  /** The steps of the first window's first column. */
  private static double[] steps(double[][][] forecast) {
    return Arrays.stream(forecast[0]).mapToDouble(step -> step[0]).toArray();
  }
}
