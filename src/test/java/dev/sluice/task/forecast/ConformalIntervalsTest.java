package dev.sluice.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Spread;
import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Forecasts are the last value: what a network of zeros says with {@code last_value}. */
class ConformalIntervalsTest {
  private static Config config(String columns, String more, int horizon, int rows, String levels) {
    return ConfigReader.parse(
            """
            name: toy
            data:
              source: {csv: {path: none.csv}}
              columns: {y: {%s}}
              %s
              input: {series: {lookback: 2, window_scale: {last_value: {}}}}
              target: {forecast: {columns: [y], horizon: %s, intervals: {conformal: {levels: %s}}}}
              split: {validation: {rows: %s}, test: {rows: 4}}
            network: [{lstm: {units: 1}}]
            """
                .formatted(columns, more, horizon, levels, rows),
            "toy.yaml",
            Path.of(""),
            List.of())
        .config();
  }

  private static Table rows(double... values) {
    return Table.of(
        List.of("y"), Arrays.stream(values).mapToObj(v -> List.of(Double.toString(v))).toList());
  }

  private static FittedForecast calibrated(Dataset data) {
    Examples validation = data.examples(Part.VALIDATION);
    return (FittedForecast)
        data.pipeline()
            .target()
            .calibrated(data.parts(), () -> zeros(validation.size()), () -> false);
  }

  private static float[][] zeros(int windows) {
    return new float[windows][1];
  }

  private static final String AS_IT_IS = "scale: {none: {}}";

  // training 1 2 1 2 3, validation 5 4 7 3, so that errors are 2 1 3 4, test 4 4 4 9
  private static final double[] SERIES = {1, 2, 1, 2, 3, 5, 4, 7, 3, 4, 4, 4, 9};

  @Test
  void halfTheWidthIsTheErrorInItsPlace() {
    FittedForecast target =
        calibrated(Dataset.load(config(AS_IT_IS, "", 1, 4, "[0.4, 0.8]").data(), rows(SERIES)));

    // (4 + 1) x 0.4 = place 2 of 1 2 3 4; (4 + 1) x 0.8 = place 4
    assertThat(target.intervals().orElseThrow().shared())
        .isDeepEqualTo(new double[][][] {{{2}}, {{4}}});
  }

  @Test
  void placesAreExactWhereFloatingPointIsNot() {
    assertThat(ConformalIntervals.place(0.8, 4)).isEqualTo(4);
    assertThat(ConformalIntervals.place(0.9, 9)).isEqualTo(9);
    assertThat(ConformalIntervals.place(0.95, 19)).isEqualTo(19);
    assertThat(ConformalIntervals.place(0.95, 100)).isEqualTo(96); // 95.95
    assertThat(ConformalIntervals.needed(0.8)).isEqualTo(4);
    assertThat(ConformalIntervals.needed(0.9)).isEqualTo(9);
    assertThat(ConformalIntervals.needed(0.95)).isEqualTo(19);
    assertThat(ConformalIntervals.needed(0.99)).isEqualTo(99);
    assertThat(ConformalIntervals.needed(0.05)).isEqualTo(1);
  }

  /** One more error than n is at most the one in place with a chance of place / (n + 1). */
  @Property
  void placesPromiseTheLevelAndAreThereFromTheNeededCountOn(
      @ForAll @IntRange(min = 1, max = 99) int perCent,
      @ForAll @IntRange(min = 1, max = 500) int n) {
    double level = perCent / 100.0;
    int place = ConformalIntervals.place(level, n);

    assertThat(100L * place).isGreaterThanOrEqualTo(perCent * (n + 1L));
    assertThat(100L * (place - 1)).isLessThan(perCent * (n + 1L)); // and no wider than it must
    assertThat(place <= n).isEqualTo(n >= ConformalIntervals.needed(level));
  }

  @Test
  void intervalsStandAroundTheForecastsOfTheTestPart() {
    Dataset data = Dataset.load(config(AS_IT_IS, "", 1, 4, "[0.4, 0.8]").data(), rows(SERIES));
    Examples test = data.examples(Part.TEST);

    Spread spread = calibrated(data).predictions(test, zeros(4)).spread();

    // the last values are 3 4 4 4
    assertThat(values(spread, "lower_80")).isDeepEqualTo(windows(-1, 0, 0, 0));
    assertThat(values(spread, "upper_80")).isDeepEqualTo(windows(7, 8, 8, 8));
    assertThat(values(spread, "upper_40")).isDeepEqualTo(windows(5, 6, 6, 6));
  }

  @Test
  void errorsInDeviationsMakeIntervalsWideWhereTheWindowMoves() {
    Dataset data =
        Dataset.load(
            config(AS_IT_IS, "", 1, 4, "[0.4, 0.8], errors: deviation").data(), rows(SERIES));

    FittedForecast target = calibrated(data);

    // windows 2 3, 3 5, 5 4, 4 7 deviate by .5 1 .5 1.5: errors 2/.5 1/1 3/.5 4/1.5
    assertThat(target.intervals().orElseThrow().shared()[1][0][0]).isEqualTo(6);
    // windows 7 3, 3 4 by 2 .5; those of 4 4 count as 1
    Spread spread = target.predictions(data.examples(Part.TEST), zeros(4)).spread();
    assertThat(values(spread, "lower_80")).isDeepEqualTo(windows(-9, 1, -2, -2));
    assertThat(values(spread, "upper_80")).isDeepEqualTo(windows(15, 7, 10, 10));
  }

  @Test
  void errorsInOriginalUnitsMakeIntervalsEquallyWideWhateverScalesSay() {
    Dataset data =
        Dataset.load(
            config("transform: {log: {}}", "", 1, 4, "[0.4, 0.8], errors: original").data(),
            rows(SERIES));

    Spread spread = calibrated(data).predictions(data.examples(Part.TEST), zeros(4)).spread();

    double[][][] upper = values(spread, "upper_80");
    assertThat(upper[0][0][0]).isCloseTo(7, within(1e-9));
    assertThat(upper[1][0][0]).isCloseTo(8, within(1e-9));
    assertThat(values(spread, "lower_80")[0][0][0]).isCloseTo(-1, within(1e-9));
  }

  private static double[][][] windows(double... values) {
    return Arrays.stream(values).mapToObj(v -> new double[][] {{v}}).toArray(double[][][]::new);
  }

  @Test
  void eachStepHasItsOwnWidth() {
    FittedForecast target =
        calibrated(
            Dataset.load(config(AS_IT_IS, "", 2, 3, "[0.6]").data(), rows(SERIES)),
            new float[2][2]);

    // 4 7 after 5 is off by 1 2, 7 3 after 4 by 3 1; (2 + 1) x 0.6 = place 2
    assertThat(target.intervals().orElseThrow().shared())
        .isDeepEqualTo(new double[][][] {{{3}, {2}}});
  }

  private static FittedForecast calibrated(Dataset data, float[][] outputs) {
    return (FittedForecast)
        data.pipeline().target().calibrated(data.parts(), () -> outputs, () -> false);
  }

  @Test
  void differencesAreMeasuredAtTheirStepAlone() {
    Dataset data =
        Dataset.load(
            config(AS_IT_IS + ", transform: {difference: {}}", "", 2, 5, "[0.8]").data(),
            rows(1, 2, 1, 2, 3, 5, 4, 7, 3, 4, 6, 4, 9, 8));
    Examples validation = data.examples(Part.VALIDATION);
    Forecasts forecasts =
        calibrated(data, new float[4][2]).predictions(validation, new float[4][2]);

    double[][][] upper = values(forecasts.spread(), "upper_80");
    for (int step = 0; step < 2; step++) {
      double largest = 0;
      for (int w = 0; w < 4; w++) {
        largest =
            Math.max(
                largest,
                Math.abs(forecasts.actual()[w][step][0] - forecasts.forecast()[w][step][0]));
      }
      for (int w = 0; w < 4; w++) {
        assertThat(upper[w][step][0] - forecasts.forecast()[w][step][0])
            .isCloseTo(largest, within(1e-6));
      }
    }
  }

  @Test
  void intervalsOfLogarithmsAreAboveZeroAndWiderWhereValuesAreLarger() {
    Dataset data =
        Dataset.load(
            config(AS_IT_IS + ", transform: {log: {}}", "", 1, 4, "[0.8]").data(), rows(SERIES));

    Forecasts forecasts = calibrated(data).predictions(data.examples(Part.TEST), zeros(4));

    // the largest change of a logarithm is log 7 - log 3
    assertThat(values(forecasts.spread(), "lower_80")[0][0][0])
        .isCloseTo(3 * 3 / 7.0, within(1e-6));
    assertThat(values(forecasts.spread(), "upper_80")[1][0][0])
        .isCloseTo(4 * 7 / 3.0, within(1e-6));
  }

  @Property(tries = 50)
  void forecastsLieInTheirIntervalsWhichLieInTheNext(
      @ForAll @Size(24) List<@DoubleRange(min = 0.01, max = 1e6) Double> values) {
    for (String transform :
        List.of("", ", transform: {log: {}}", ", transform: {difference: {}}")) {
      double[] series = values.stream().mapToDouble(v -> v).toArray();
      series[1] = series[0] * 2; // not constant, nor is its change
      series[2] = series[0] * 5;
      Dataset data =
          Dataset.load(
              config("scale: {standard: {}}" + transform, "", 1, 9, "[0.3, 0.8, 0.9]").data(),
              rows(series));

      Forecasts forecasts = calibrated(data).predictions(data.examples(Part.TEST), zeros(4));

      for (int w = 0; w < 4; w++) {
        int window = w;
        List<Double> inOrder =
            List.of("lower_90", "lower_80", "lower_30", "", "upper_30", "upper_80", "upper_90")
                .stream()
                .map(
                    name ->
                        name.isEmpty()
                            ? forecasts.forecast()[window][0][0]
                            : values(forecasts.spread(), name)[window][0][0])
                .toList();
        assertThat(inOrder).isSorted();
      }
    }
  }

  @Test
  void nothingOfTheTestPartChangesThem() {
    double[] other = SERIES.clone();
    Arrays.fill(other, 9, 13, 1000);
    Config config = config(AS_IT_IS, "", 1, 4, "[0.8]");

    assertThat(calibrated(Dataset.load(config.data(), rows(other))).toJson())
        .isEqualTo(calibrated(Dataset.load(config.data(), rows(SERIES))).toJson());
  }

  @Test
  void theBundleKeepsThem() {
    Dataset data = Dataset.load(config(AS_IT_IS, "", 1, 4, "[0.8]").data(), rows(SERIES));
    FittedForecast target = calibrated(data);

    FittedForecast read =
        FittedForecast.fromJson(target.spec(), target.pipeline(), target.toJson());

    assertThat(read.toJson()).isEqualTo(target.toJson());
    assertThat(values(read.predictions(data.examples(Part.TEST), zeros(4)).spread(), "upper_80"))
        .isDeepEqualTo(windows(7, 8, 8, 8));
  }

  private static Table shops() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      rows.add(List.of("large", Double.toString(10 * SERIES[i])));
      rows.add(List.of("small", Double.toString(SERIES[i])));
      if (i > 1) {
        rows.add(List.of("new", Double.toString(SERIES[i])));
      }
    }
    return Table.of(List.of("shop", "y"), rows);
  }

  @Test
  void seriesWithWindowsEnoughHaveWidthsOfTheirOwn() {
    Config config = config(AS_IT_IS, "series: {by: [shop], scale: global}", 1, 4, "[0.8]");
    Dataset data = Dataset.load(config.data(), shops());

    ConformalIntervals found = calibrated(data).intervals().orElseThrow();

    assertThat(found.own().get(List.of("small"))).isDeepEqualTo(new double[][][] {{{4}}});
    assertThat(found.own().get(List.of("large"))).isDeepEqualTo(new double[][][] {{{40}}});
    // of 12 errors 1 1 2 2 3 3 4 4 10 20 30 40 that in place 13 x 0.8 = 10.4, 11
    assertThat(found.shared()).isDeepEqualTo(new double[][][] {{{30}}});
  }

  @Test
  void seriesWithFewerShareThoseOfAll() {
    Config config = config(AS_IT_IS, "series: {by: [shop], scale: global}", 1, 4, "[0.9]");
    Dataset data = Dataset.load(config.data(), shops());

    ConformalIntervals found = calibrated(data).intervals().orElseThrow();

    assertThat(found.own()).isEmpty(); // 4 windows each, and 0.9 needs 9
    assertThat(found.shared()).isDeepEqualTo(new double[][][] {{{40}}}); // place 13 x 0.9, 12
  }

  @Test
  void tooFewValidationWindowsAreRefusedWithTheArithmetic() {
    Config config = config(AS_IT_IS, "", 1, 4, "[0.8, 0.95]");

    assertThatThrownBy(() -> Dataset.load(config.data(), rows(SERIES)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            data.target.forecast.intervals.conformal.levels: the interval of 0.95 needs 19 validation windows (0.95 / (1 - 0.95) rounded up); there are 4
                add 15 rows to data.split.validation, or choose levels of at most 0.8\
            """);
    Dataset.load(config(AS_IT_IS, "", 1, 4, "[0.5, 0.8]").data(), rows(SERIES));
    Dataset.load(
        config(AS_IT_IS, "", 1, 19, "[0.8, 0.95]").data(),
        rows(IntStream.range(0, 28).mapToDouble(i -> i % 5).toArray()));
  }

  @Test
  void withoutValidationThereAreNone() {
    Config config =
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: none.csv}}
                  input: {series: {lookback: 2}}
                  target: {forecast: {columns: [y], horizon: 2, intervals: {conformal: {levels: [0.8]}}}}
                network: [{lstm: {units: 1}}]
                """,
                "toy.yaml",
                Path.of(""),
                List.of())
            .config();

    assertThatThrownBy(() -> Dataset.load(config.data(), rows(SERIES)))
        .hasMessage(
            """
            data.target.forecast.intervals.conformal.levels: the interval of 0.8 needs 4 validation windows (0.8 / (1 - 0.8) rounded up); there are none
                add 5 rows to data.split.validation\
            """);
    Dataset.load(config(AS_IT_IS, "", 2, 5, "[0.8]").data(), rows(SERIES));
  }

  @Test
  void levelsMustRiseBetweenZeroAndOne() {
    assertThatThrownBy(() -> config(AS_IT_IS, "", 1, 4, "[0.95, 0.8]"))
        .hasMessageContaining(
            "levels must be increasing, unique, strictly between 0 and 1: [0.95, 0.8]")
        .hasMessageContaining("write [0.8, 0.95]");
    assertThatThrownBy(() -> config(AS_IT_IS, "", 1, 4, "[0.8, 1]"))
        .hasMessageContaining("strictly between 0 and 1: [0.8, 1.0]");
  }

  /** (windows, steps, columns). */
  private static double[][][] values(Spread spread, String name) {
    Spread.Values values = spread.byName().get(name);
    return IntStream.range(0, values.size()).mapToObj(values::window).toArray(double[][][]::new);
  }
}
