package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void aShareOfRowsHasTheIntervalOfWilson() {
    ScoreInterval interval = Intervals.wilson(373 / 400.0, 400);

    // each end p is z standard errors sqrt(p (1 - p) / n) away from the share
    for (double p : new double[] {interval.low(), interval.high()}) {
      double errors = Math.abs(373 / 400.0 - p) / Math.sqrt(p * (1 - p) / 400);
      assertThat(errors).isCloseTo(1.959964, within(1e-6));
    }
    assertThat(interval.low()).isLessThan(373 / 400.0);
    assertThat(interval.high()).isGreaterThan(373 / 400.0);
    assertThat(Intervals.wilson(1, 30).high()).isEqualTo(1);
    assertThat(Intervals.wilson(1, 30).low()).isCloseTo(0.8865, within(1e-4)); // n / (n + z²)
  }

  @Test
  void anErrorHasAnIntervalThatIsSymmetricInItsLogarithm() {
    double[] errors = IntStream.range(0, 40).mapToDouble(w -> 1 + w % 2 * 2).toArray(); // 1 or 3
    Forecasts forecasts = Samples.forecasts(new double[40][1], nested(errors));

    ScoreInterval interval = of(forecasts, "mae").byMetric().get("mae");

    assertThat(interval.low() * interval.high()).isCloseTo(4, within(1e-9)); // the MAE is 2
    assertThat(interval.low()).isBetween(1.5, 2.0);
  }

  @Test
  void fewRowsOrStretchesHaveNoneAndSayWhy() {
    assertThat(of(Samples.twoClasses(), "accuracy"))
        .isEqualTo(
            new Intervals(Map.of(), Optional.of("No 95% intervals: 10 rows, and 30 are needed.")));

    Random random = new Random(1);
    Forecasts overlapping = IntervalSimulation.forecaster(random, 200, 24, 0);
    assertThat(of(overlapping, "mae").byMetric()).isEmpty();
    assertThat(of(overlapping, "mae").note().orElseThrow())
        .startsWith("No 95% intervals: 200 windows of 24 steps are ")
        .endsWith(" independent stretches, and 30 are needed.");
  }

  /** 977 tokens are 10 blocks of 100 tokens, the last one shorter. */
  @Test
  void tokensOfATextAreCountedByTheirStretches() {
    Random random = new Random(1);
    float[] logs = new float[977];
    for (int token = 0; token < logs.length; token++) {
      logs[token] = (float) -random.nextDouble();
    }

    assertThat(of(new TokenPredictions(logs, Optional.empty()), "log_loss").note().orElseThrow())
        .matches(
            "No 95% intervals: 977 tokens are \\d+ independent stretches, and 30 are needed\\.");
    assertThat(
            of(new TokenPredictions(Arrays.copyOf(logs, 50), Optional.empty()), "log_loss")
                .note()
                .orElseThrow())
        .isEqualTo("No 95% intervals: 50 tokens are 1 independent stretch, and 30 are needed.");
  }

  @Test
  void windowsThatOverlapSayHowManyStretchesTheyAre() {
    Forecasts overlapping = IntervalSimulation.forecaster(new Random(1), 1000, 12, 0);

    assertThat(of(overlapping, "mae").byMetric()).containsKey("mae");
    assertThat(of(overlapping, "mae").note().orElseThrow())
        .matches(
            "95% intervals: 1000 windows of 12 steps count as \\d\\d independent stretches\\.");
  }

  @Test
  void windowsOfABacktestThatLieApartDoNotOverlap() {
    Forecasts every12th = IntervalSimulation.forecaster(new Random(1), 100, 12, 0);
    Forecasts apart =
        new Forecasts(
            every12th.columns(),
            every12th.actual(),
            every12th.forecast(),
            every12th.series(),
            Spread.NONE,
            Forecasts.Clipped.NONE,
            12);

    assertThat(apart.units().get(0).overlap()).isEqualTo(1);
    assertThat(every12th.units().get(0).overlap()).isEqualTo(12);
  }

  @Test
  void seriesWithoutEnoughTimeAreComparedAsSeries() {
    Random random = new Random(1);
    double[][][] actual = new double[50][1][1];
    double[][][] forecast = new double[50][1][];
    Arrays.setAll(forecast, s -> new double[][] {{random.nextGaussian()}});
    List<Forecasts.OfSeries> series =
        IntStream.range(0, 50)
            .mapToObj(s -> new Forecasts.OfSeries("s" + s, s + 1, new double[] {1}, new double[1]))
            .toList();

    Intervals intervals = of(new Forecasts(List.of("load"), actual, forecast, series), "mae");

    assertThat(intervals.byMetric()).containsKey("mae");
    assertThat(intervals.note()).isEmpty();
  }

  @Test
  void rowsOfAGroupCountOnce() {
    ClassPredictions rows =
        Samples.certain(
            Samples.TWO, new int[400], IntStream.range(0, 400).map(i -> i / 10 % 5 / 4).toArray());
    Units units = rows.units().get(0);
    int[] groups = IntStream.range(0, 400).map(i -> i / 10).toArray();

    ScoreInterval ofRows = of(rows, "accuracy").byMetric().get("accuracy");
    ScoreInterval ofGroups =
        Intervals.of(named("accuracy"), rows, List.of(units.grouped(groups)))
            .byMetric()
            .get("accuracy");

    assertThat(ofRows.high() - ofRows.low()).isCloseTo(0.078, within(0.002)); // 2 * 1.96 * 0.02
    assertThat(ofGroups.high() - ofGroups.low()).isCloseTo(0.25, within(0.02)); // sqrt(10) times
  }

  @Test
  void theAreaHasTheStandardErrorOfDeLong() {
    // ranks of 0.1 to 0.8, positives at 0.35 and 0.8: the example of scikit-learn, area 0.75.
    // placements: positives 0.5 and 1, negatives 1 and 0.5; variances .125, error² .125/2 + .125/2
    ClassPredictions rows =
        Samples.ofPositive(new int[] {0, 0, 1, 1}, new double[] {0.1, 0.4, 0.35, 0.8});
    Sums sums = new ClassMetrics.RocAuc().sums(rows).orElseThrow();

    double[] influence = sums.influence(rows.units().get(0));

    assertThat(sums.score().applyAsDouble(sums.all())).isCloseTo(0.75, within(1e-12));
    // n / 2 * (placement - area)
    assertThat(influence).containsExactly(new double[] {0.5, -0.5, -0.5, 0.5}, within(1e-6));
  }

  /** What is summed gives the score itself, for every metric that says what it sums. */
  @Test
  void theSumsOfAllRowsGiveTheScore() {
    for (Predictions predictions :
        List.of(
            Samples.twoClasses(),
            Samples.threeClasses(),
            Samples.oneColumn(),
            Samples.twoColumns())) {
      for (String name :
          List.of(
              "accuracy",
              "precision",
              "precision_positive",
              "recall",
              "recall_positive",
              "f1",
              "f1_positive",
              "roc_auc",
              "log_loss",
              "mae",
              "mse",
              "rmse",
              "mape",
              "smape",
              "wape",
              "mase",
              "rmsse",
              "r2",
              "bias")) {
        Metric metric = Metrics.find(name).orElseThrow();
        boolean ofClasses = metric instanceof ClassMetric;
        if (ofClasses == predictions instanceof ClassPredictions) {
          Metrics.score(metric, predictions)
              .number()
              .ifPresent(
                  score -> {
                    Sums sums = metric.sums(predictions).orElseThrow();
                    assertThat(sums.score().applyAsDouble(sums.all()))
                        .as(name)
                        .isCloseTo(score, within(1e-9));
                  });
        }
      }
    }
  }

  @Test
  void manyRowsAreCheap() {
    Random random = new Random(1);
    ClassPredictions rows =
        (ClassPredictions) IntervalSimulation.classifier(random, 20_000, 3).predictions();

    assertThat(of(rows, "accuracy", "f1", "roc_auc", "log_loss").byMetric()).hasSize(4);
    assertThat(rows.units().get(0).joined(9).count()).isEqualTo(4000); // 5 rows each
  }

  private static Intervals of(Predictions predictions, String... metrics) {
    return Intervals.of(named(metrics), predictions, predictions.units());
  }

  private static Map<String, Metric> named(String... metrics) {
    Map<String, Metric> named = new LinkedHashMap<>();
    Arrays.stream(metrics).forEach(name -> named.put(name, Metrics.find(name).orElseThrow()));
    return named;
  }

  private static double[][] nested(double[] values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }
}
