package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.Spread.Interval;
import dev.sluice.evaluate.Spread.Quantile;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SpreadMetricsTest {
  private static final double[] ACTUAL = {10, 0, 24.5, -3.25};
  private static final double[] LOW = {7, 0, 10, -3};
  private static final double[] MIDDLE = {9, 1, 20, -1.5};
  private static final double[] HIGH = {12, 3, 24, 0};

  /** Windows of one step and one column. */
  private static double[][][] windows(double... values) {
    return Arrays.stream(values).mapToObj(v -> new double[][] {{v}}).toArray(double[][][]::new);
  }

  private static Forecasts with(Spread spread) {
    return new Forecasts(
        List.of("load"),
        windows(ACTUAL),
        windows(MIDDLE),
        List.of(new Forecasts.OfSeries("", 4, new double[] {1}, new double[] {1})),
        spread);
  }

  private static final Forecasts QUANTILES =
      with(
          new Spread(
              List.of(
                  new Quantile(0.1, windows(LOW)),
                  new Quantile(0.5, windows(MIDDLE)),
                  new Quantile(0.9, windows(HIGH))),
              List.of()));

  private static final Forecasts INTERVALS =
      with(new Spread(List.of(), List.of(new Interval(0.8, windows(LOW), windows(HIGH)))));

  private static double score(String metric, Forecasts forecasts) {
    return Metrics.score(Metrics.find(metric).orElseThrow(), forecasts).number().orElseThrow();
  }

  @Test
  void pinballIsTheMeanOverLevelsAndPoints() {
    // 10: .1 x 3 + .5 x 1 + .1 x 2 = 1; 0: 0 + .5 + .3 = .8;
    // 24.5: 1.45 + 2.25 + .45 = 4.15; -3.25: .225 + .875 + .325 = 1.425
    assertThat(score("pinball", QUANTILES)).isCloseTo((1 + 0.8 + 4.15 + 1.425) / 12, within(1e-12));
  }

  @Test
  void pinballAndCrpsAreThoseOfScoringrules() {
    assertThat(score("pinball", QUANTILES)).isCloseTo(0.6145833333333334, within(1e-9));
    assertThat(score("crps", QUANTILES)).isCloseTo(1.2291666666666667, within(1e-9));
  }

  @Test
  void coverageCountsEndsAndWidthIsAMean() {
    assertThat(score("coverage_80", INTERVALS)).isEqualTo(0.5);
    assertThat(score("width_80", INTERVALS)).isCloseTo((5 + 3 + 14 + 3) / 4.0, within(1e-12));
  }

  @Test
  void winklerAddsTenTimesWhatLiesOutsideOfEightyPerCent() {
    assertThat(score("winkler_80", INTERVALS))
        .isCloseTo((5 + 3 + (14 + 10 * 0.5) + (3 + 10 * 0.25)) / 4, within(1e-12))
        .isCloseTo(8.125, within(1e-9)); // scoringrules
  }

  @Test
  void aCoverageMoreThanFivePointsOffIsSaid() {
    assertThat(INTERVALS.remarks())
        .containsExactly(
            "The intervals of 80% contain 50.0% of the values: the values differ from those that the intervals were fitted to.");
    assertThat(with(Spread.NONE).remarks()).isEmpty();
    Forecasts near =
        with(new Spread(List.of(), List.of(new Interval(0.45, windows(LOW), windows(HIGH)))));
    assertThat(near.remarks()).isEmpty();
    Interval wide = new Interval(0.95, windows(LOW), windows(HIGH));
    assertThat(
            with(new Spread(
                    List.of(), List.of(new Interval(0.8, windows(LOW), windows(HIGH)), wide)))
                .remarks())
        .containsExactly(
            "The intervals of 80%, 95% contain 50.0%, 50.0% of the values: the values differ from those that the intervals were fitted to.");
    assertThat(QUANTILES.remarks())
        .containsExactly(
            "The intervals of 80% contain 50.0% of the values: train longer, or add intervals: {conformal: {}}, which are fitted to the validation part.");
  }

  @Test
  void quantilesOfOneDistanceFromTheMedianAreIntervals() {
    assertThat(QUANTILES.levels()).containsExactly(0.8);
    assertThat(score("winkler_80", QUANTILES)).isEqualTo(score("winkler_80", INTERVALS));
  }

  @Test
  void valuesThatAreNotKnownAreNotCounted() {
    Forecasts all = INTERVALS;
    double[][][] actual = windows(10, Double.NaN, 24.5, Double.NaN);
    Forecasts half =
        new Forecasts(all.columns(), actual, all.forecast(), all.series(), all.spread());

    assertThat(score("coverage_80", half)).isEqualTo(0.5);
    assertThat(score("width_80", half)).isEqualTo((5 + 14) / 2.0);
  }

  @Test
  void thereIsAReasonWhereNothingIsSaidOfTheSpread() {
    Forecasts none = with(Spread.NONE);

    assertThat(Metrics.score(new SpreadMetrics.Crps(), none))
        .isEqualTo(Score.absent("it forecasts no quantiles"));
    assertThat(Metrics.score(new SpreadMetrics.Coverage().ofLevel(0.8).orElseThrow(), none))
        .isEqualTo(Score.absent("it forecasts no interval of this level"));
  }

  @Test
  void scoresOfStepsColumnsAndSeriesAreOfTheirOwnIntervals() {
    double[][][] actual = {{{1, 10}, {2, 20}}, {{3, 30}, {4, 40}}};
    double[][][] lower = {{{0, 11}, {0, 11}}, {{0, 11}, {0, 11}}};
    double[][][] upper = {{{9, 29}, {9, 29}}, {{9, 31}, {9, 29}}};
    Forecasts two =
        new Forecasts(
            List.of("a", "b"),
            actual,
            actual,
            List.of(
                new Forecasts.OfSeries("x", 1, new double[] {1, 1}, new double[] {1, 1}),
                new Forecasts.OfSeries("y", 2, new double[] {1, 1}, new double[] {1, 1})),
            new Spread(List.of(), List.of(new Interval(0.5, lower, upper))));

    assertThat(score("coverage_50", two)).isEqualTo(6 / 8.0);
    assertThat(score("coverage_50", two.column(1))).isEqualTo(2 / 4.0);
    assertThat(score("coverage_50", two.step(0))).isEqualTo(3 / 4.0);
    assertThat(score("coverage_50", two.of(1))).isEqualTo(3 / 4.0);
  }

  @Test
  void levelsAreNamedInPerCent() {
    assertThat(Spread.percent(0.8)).isEqualTo("80");
    assertThat(Spread.percent(0.975)).isEqualTo("97.5");
    assertThat(Spread.level("99.9")).isEqualTo(0.999); // 99.9 / 100 is not
    assertThat(Quantile.name(0.1)).isEqualTo("q_0.1");
    assertThat(INTERVALS.spread().byName()).containsOnlyKeys("lower_80", "upper_80");
  }

  @Test
  void detailsAskForAWindowOnceForEachColumnAndBlockOfSteps() {
    double[][] window = new double[30][2];
    double[][][] values = {window, window, window};
    AtomicInteger asked = new AtomicInteger();
    Spread.Values computed =
        Spread.Values.of(
            3,
            w -> {
              asked.incrementAndGet();
              return window;
            });
    Forecasts far =
        new Forecasts(
            List.of("a", "b"),
            values,
            values,
            List.of(new Forecasts.OfSeries("", 3, new double[2], new double[2])),
            new Spread(List.of(new Quantile(0.5, computed)), List.of()));

    Evaluation.ByColumnAndStep details =
        far.details(Map.of("crps", new SpreadMetrics.Crps(), "mae", new ForecastMetrics.Mae()));

    assertThat(details.byStep()).hasSize(30);
    assertThat(asked).hasValue(3 * (2 + 2)); // 2 columns, steps 1 to 24 and 25 to 30
  }
}
