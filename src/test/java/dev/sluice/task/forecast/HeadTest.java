package dev.sluice.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Labels;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Spread;
import dev.sluice.frame.Part;
import dev.sluice.shape.Positive;
import dev.sluice.source.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HeadTest {
  private static final double[] SERIES = {1, 2, 1, 2, 3, 5, 4, 7, 3, 4, 4, 4, 9};

  private static Dataset load(String target, String column, double... values) {
    return load(1, target, column, values);
  }

  private static Dataset load(int horizon, String target, String column, double... values) {
    return Dataset.load(
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: none.csv}}
                  columns: {y: {%s}}
                  input: {series: {lookback: 2}}
                  target: {forecast: {columns: [y], horizon: %s, %s}}
                  split: {validation: {rows: 4}, test: {rows: 4}}
                network: [{lstm: {units: 1}}]
                """
                    .formatted(column, horizon, target),
                "toy.yaml",
                Path.of(""),
                List.of())
            .config()
            .data(),
        Table.of(List.of("y"), Arrays.stream(values).mapToObj(v -> List.of(written(v))).toList()));
  }

  private static String written(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  /** Of the four test windows, each with the same outputs. */
  private static Forecasts forecasts(Dataset data, float... outputs) {
    Examples test = data.examples(Part.TEST);
    return data.pipeline()
        .target()
        .predictions(test, new float[][] {outputs, outputs, outputs, outputs})
        .as(Forecasts.class);
  }

  private static float[] labels(Dataset data, int window, int units) {
    return data.examples(Part.TRAINING)
        .labels(Labels.class)
        .labels(new int[] {window}, units)
        .values();
  }

  private static List<Double> quantiles(Forecasts forecasts) {
    return forecasts.spread().quantiles().stream().map(q -> q.values().window(0)[0][0]).toList();
  }

  @Test
  void quantilesAreSortedAndTheForecastIsTheMedian() {
    Dataset data = load("quantiles: [0.1, 0.5, 0.9]", "scale: {none: {}}", SERIES);

    Forecasts forecasts = forecasts(data, 3, 2, 1);

    assertThat(quantiles(forecasts)).containsExactly(1.0, 2.0, 3.0);
    assertThat(forecasts.forecast()[0][0][0]).isEqualTo(2);
    assertThat(labels(data, 0, 3)).containsExactly(1, 1, 1); // the third value, thrice
  }

  @Property(tries = 100)
  void quantilesNeverCrossAfterInversion(
      @ForAll @Size(5) List<@FloatRange(min = -50, max = 50) Float> said) {
    float[] outputs = new float[5];
    for (int i = 0; i < 5; i++) {
      outputs[i] = said.get(i);
    }
    for (String column :
        List.of("scale: {standard: {}}", "transform: {log: {}}", "transform: {log1p: {}}")) {
      Dataset data = load("quantiles: [0.05, 0.25, 0.5, 0.75, 0.95]", column, SERIES);

      Forecasts forecasts = forecasts(data, outputs);

      assertThat(quantiles(forecasts)).isSorted();
      assertThat(forecasts.forecast()[0][0][0]).isEqualTo(quantiles(forecasts).get(2));
    }
  }

  @Test
  void aNormalDistributionOfLogarithmsIsLogNormal() {
    Dataset data =
        load(
            "distribution: {gaussian: {quantiles: [0.025, 0.5, 0.975]}}",
            "scale: {none: {}}, transform: {log: {}}",
            SERIES);

    Forecasts forecasts = forecasts(data, 1, 0);

    double deviation = Positive.of(0); // ln 2 + 0.001
    assertThat(deviation).isCloseTo(0.6941471805599453, within(1e-12));
    assertThat(forecasts.forecast()[0][0][0]).isCloseTo(Math.E, within(1e-9));
    assertThat(quantiles(forecasts).get(2))
        .isCloseTo(Math.exp(1 + 1.9599639845400545 * deviation), within(1e-6));
    assertThat(labels(data, 1, 2)).containsExactly((float) Math.log(2), 0);
  }

  @Test
  void studentTHasWiderTails() {
    String levels = "quantiles: [0.025, 0.5, 0.975]";
    Dataset t = load("distribution: {student_t: {" + levels + "}}", "scale: {none: {}}", SERIES);

    assertThat(quantiles(forecasts(t, 1, 0)).get(2))
        .isCloseTo(1 + 2.5705818356363155 * Positive.of(0), within(1e-6));
  }

  @Test
  void countsAreInUnitsOfOnePlusTheMeanOfTheLookback() {
    Dataset data = load("distribution: {negative_binomial: {quantiles: [0.1, 0.9]}}", "", SERIES);

    Forecasts forecasts = forecasts(data, 0, 0);

    // the first test window sees 7 and 3
    double mean = (1 + (7 + 3) / 2.0) * Positive.of(0);
    assertThat(forecasts.forecast()[0][0][0]).isCloseTo(mean, within(1e-9));
    assertThat(quantiles(forecasts)).isSorted().allSatisfy(q -> assertThat(q % 1).isZero());
    assertThat(labels(data, 0, 2)).containsExactly(1, 1 + (1 + 2) / 2f);
  }

  @Test
  void whatIsNoCountIsRefusedByItsLine() {
    String target = "distribution: {negative_binomial: {}}";

    assertThatThrownBy(() -> load(target, "", 1, 2, 1.5, 2, 3, 5, 4, -7, 3, 4, 4, 4, 9))
        .hasMessageContaining(
            "negative_binomial needs whole numbers of at least 0; 'y' has minimum -7 at row 8 (2"
                + " rows like it)");
    assertThatThrownBy(() -> load(target, "transform: {log: {}}", SERIES))
        .hasMessageContaining("has no effect: negative_binomial forecasts counts without scaling");
  }

  @Test
  void quantilesOfSummedChangesAreRefused() {
    String quantiles = "quantiles: [0.1, 0.5, 0.9]";
    String column = "transform: {difference: {}}, scale: {none: {}}";

    assertThatThrownBy(() -> load(2, quantiles, column, SERIES))
        .hasMessageContaining(
            "quantiles of changes do not add up to quantiles of values over 2 steps\n"
                + "    remove it, or use intervals: {conformal: {}} instead of quantiles");
    assertThatThrownBy(() -> load(2, "distribution: {gaussian: {}}", column, SERIES))
        .hasMessageContaining("use intervals: {conformal: {}} instead of distribution");
    load(1, quantiles, column, SERIES);
    load(2, "intervals: {conformal: {levels: [0.5]}}", column, SERIES);
  }

  @Test
  void levelsOfQuantilesAreChecked() {
    assertThatThrownBy(() -> load("quantiles: [0.9, 0.1]", "", SERIES))
        .hasMessageContaining(
            "quantiles must be increasing, unique, strictly between 0 and 1: [0.9, 0.1]");
    assertThatThrownBy(() -> load("quantiles: [0.1, 0.9]", "", SERIES))
        .hasMessageContaining("quantiles must have 0.5, which is the forecast: [0.1, 0.9]")
        .hasMessageContaining("write [0.1, 0.5, 0.9]");
    assertThatThrownBy(() -> load("quantiles: [0.5], distribution: {gaussian: {}}", "", SERIES))
        .hasMessageContaining("quantiles and distribution exclude each other");
  }

  @Test
  void crpsAndPinballAreScoredWhereThereAreQuantiles() {
    Dataset data = load("quantiles: [0.1, 0.5, 0.9]", "scale: {none: {}}", SERIES);

    Spread spread = forecasts(data, 1, 2, 3).spread();

    assertThat(spread.judged()).hasSize(1);
    assertThat(spread.byName().keySet().stream().collect(Collectors.joining(" ")))
        .isEqualTo("q_0.1 q_0.5 q_0.9");
  }

  @Test
  void boundsClipForecastsQuantilesAndIntervalsAndCountThem() {
    Dataset data =
        load("quantiles: [0.1, 0.5, 0.9], bounds: {min: 0, max: 4}", "scale: {none: {}}", SERIES);

    Forecasts forecasts = forecasts(data, -2, -1, 9);

    assertThat(forecasts.forecast()[3][0][0]).isZero();
    assertThat(quantiles(forecasts)).containsExactly(0.0, 0.0, 4.0);
    assertThat(forecasts.remarks())
        .contains("bounds clipped 4 of 4 forecasts and 12 of 12 interval ends and quantiles.");
    assertThat(Forecasts.together(List.of(forecasts, forecasts)).remarks())
        .contains("bounds clipped 8 of 8 forecasts and 24 of 24 interval ends and quantiles.");
    assertThat(forecasts(data, 1, 2, 3).remarks()).noneMatch(remark -> remark.contains("clipped"));
  }

  @Test
  void boundsMustBoundSomething() {
    assertThatThrownBy(() -> load("bounds: {}", "", SERIES))
        .hasMessageContaining("has neither min nor max");
    assertThatThrownBy(() -> load("bounds: {min: 3, max: 3}", "", SERIES))
        .hasMessageContaining("is 3.0, and max is 3.0");
  }
}
