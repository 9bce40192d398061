package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws that hold for any predictions. */
class MetricProperties {

  @Property(tries = 200)
  void rocAucCountsPairs(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int rows) {
    ClassPredictions p = classes(seed, rows, 2);
    double wins = 0;
    int pairs = 0;
    for (int a = 0; a < rows; a++) {
      for (int b = 0; b < rows; b++) {
        if (p.actual()[a] == 1 && p.actual()[b] == 0) {
          pairs++;
          wins += (Math.signum(p.probabilities()[a][1] - p.probabilities()[b][1]) + 1) / 2;
        }
      }
    }

    if (pairs == 0) {
      assertThat(score("roc_auc", p)).isInstanceOf(Score.Absent.class);
    } else {
      assertThat(value("roc_auc", p)).isCloseTo(wins / pairs, within(1e-12));
    }
  }

  @Property(tries = 200)
  void accuracyIsTheRecallOfClassesWeightedByTheirRows(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 2, max = 6) int classes) {
    ClassPredictions p = classes(seed, rows, classes);
    ConfusionMatrix confusion = ConfusionMatrix.of(p);
    double weighted = 0;
    for (int c = 0; c < classes; c++) {
      weighted += confusion.rows(c) * confusion.recall(c).number().orElse(0) / rows;
    }

    assertThat(value("accuracy", p)).isCloseTo(weighted, within(1e-12));
  }

  @Property(tries = 200)
  void f1IsTheHarmonicMeanOfPrecisionAndRecallWhereBothArePositive(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
    ConfusionMatrix confusion = ConfusionMatrix.of(classes(seed, rows, 3));
    for (int c = 0; c < 3; c++) {
      if (confusion.right(c) > 0) {
        double precision = confusion.precision(c).number().orElseThrow();
        double recall = confusion.recall(c).number().orElseThrow();
        assertThat(confusion.f1(c).number().orElseThrow())
            .isCloseTo(2 / (1 / precision + 1 / recall), within(1e-12));
      }
    }
  }

  @Property(tries = 200)
  void meansOverClassesDoNotDependOnTheOrderOfClasses(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int rows) {
    ClassPredictions p = distinct(classes(seed, rows, 4));
    ClassPredictions turned = // class c becomes 3 - c
        new ClassPredictions(
            p.classes(),
            Arrays.stream(p.actual()).map(c -> 3 - c).toArray(),
            Arrays.stream(p.probabilities())
                .map(row -> new double[] {row[3], row[2], row[1], row[0]})
                .toArray(double[][]::new));

    for (String metric : List.of("accuracy", "precision", "recall", "f1", "log_loss", "roc_auc")) {
      if (score(metric, p) instanceof Score.Value v) {
        assertThat(value(metric, turned)).as(metric).isCloseTo(v.value(), within(1e-12));
      } else {
        assertThat(score(metric, turned)).as(metric).isInstanceOf(Score.Absent.class);
      }
    }
  }

  @Property(tries = 200)
  void theErrorsOfForecastsAreOrdered(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int windows) {
    Forecasts f = forecasts(seed, windows);

    assertThat(value("rmse", f)).isGreaterThanOrEqualTo(value("mae", f) - 1e-12);
    assertThat(value("mae", f)).isGreaterThanOrEqualTo(Math.abs(value("bias", f)) - 1e-12);
    assertThat(value("smape", f)).isBetween(0.0, 200.0);
  }

  @Property(tries = 200)
  void relativeErrorsDoNotDependOnTheUnit(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int windows) {
    Forecasts f = forecasts(seed, windows);
    Forecasts thousandths =
        new Forecasts(
            f.columns(),
            times(f.actual(), 1000),
            times(f.forecast(), 1000),
            Arrays.stream(f.series().get(0).maseScale()).map(s -> 1000 * s).toArray(),
            Arrays.stream(f.series().get(0).rmsseScale()).map(s -> 1e6 * s).toArray());

    for (String metric : List.of("mape", "smape", "wape", "mase", "rmsse", "r2")) {
      assertThat(value(metric, thousandths))
          .as(metric)
          .isCloseTo(value(metric, f), within(1e-9 * (1 + Math.abs(value(metric, f)))));
    }
    assertThat(value("mae", thousandths)).isCloseTo(1000 * value("mae", f), within(1e-7));
  }

  @Property(tries = 200)
  void scoresOfMeansAreTheMeansOverStepsAndOverColumns(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int windows) {
    Forecasts f = forecasts(seed, windows);

    for (String metric : List.of("mae", "mse", "smape", "mase", "bias")) {
      double byStep = 0;
      for (int h = 0; h < 3; h++) {
        byStep += value(metric, f.step(h)) / 3;
      }
      double byColumn = (value(metric, f.column(0)) + value(metric, f.column(1))) / 2;
      assertThat(byStep).as(metric).isCloseTo(value(metric, f), within(1e-9));
      assertThat(byColumn).as(metric).isCloseTo(value(metric, f), within(1e-9));
    }
  }

  @Property(tries = 200)
  void theMeanOfTheActualValuesHasAnR2Of0(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 10) int windows) {
    double[][][] actual = forecasts(seed, windows).column(0).actual();
    double mean =
        Arrays.stream(actual)
            .flatMap(Arrays::stream)
            .mapToDouble(s -> s[0])
            .average()
            .orElseThrow();
    double[][][] forecast = times(actual, 0);
    Arrays.stream(forecast).flatMap(Arrays::stream).forEach(step -> step[0] = mean);

    assertThat(value("r2", new Forecasts(List.of("a"), actual, forecast, new double[] {1})))
        .isCloseTo(0, within(1e-9));
  }

  /** Random rows; probabilities in tenths, so that many are equal. */
  private static ClassPredictions classes(long seed, int rows, int classes) {
    Random random = new Random(seed);
    int[] actual = new int[rows];
    double[][] probabilities = new double[rows][classes];
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      names.add("class " + c);
    }
    for (int row = 0; row < rows; row++) {
      actual[row] = random.nextInt(classes);
      for (int tenth = 0; tenth < 10; tenth++) {
        probabilities[row][random.nextInt(classes)] += 0.1;
      }
    }
    return new ClassPredictions(names, actual, probabilities);
  }

  /** The same with no two equal probabilities in a row, so that no tie depends on the order. */
  private static ClassPredictions distinct(ClassPredictions p) {
    double[][] probabilities = new double[p.size()][];
    for (int row = 0; row < p.size(); row++) {
      probabilities[row] = p.probabilities()[row].clone();
      for (int c = 0; c < probabilities[row].length; c++) {
        probabilities[row][c] += 0.001 * c;
      }
    }
    return new ClassPredictions(p.classes(), p.actual(), probabilities);
  }

  /** Windows of three steps of two columns, no value 0. */
  private static Forecasts forecasts(long seed, int windows) {
    Random random = new Random(seed);
    double[][][] actual = new double[windows][3][2];
    double[][][] forecast = new double[windows][3][2];
    for (int w = 0; w < windows; w++) {
      for (int h = 0; h < 3; h++) {
        for (int c = 0; c < 2; c++) {
          actual[w][h][c] = 1 + 9 * random.nextDouble();
          forecast[w][h][c] = actual[w][h][c] + random.nextGaussian();
        }
      }
    }
    return new Forecasts(
        List.of("a", "b"), actual, forecast, new double[] {0.5, 2}, new double[] {0.4, 9});
  }

  private static double[][][] times(double[][][] values, double factor) {
    return Arrays.stream(values)
        .map(
            window ->
                Arrays.stream(window)
                    .map(step -> Arrays.stream(step).map(v -> v * factor).toArray())
                    .toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  private static Score score(String metric, Predictions predictions) {
    return Metrics.score(Metrics.find(metric).orElseThrow(), predictions);
  }

  private static double value(String metric, Predictions predictions) {
    return score(metric, predictions).number().orElseThrow();
  }
}
