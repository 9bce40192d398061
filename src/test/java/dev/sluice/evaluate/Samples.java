package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Small predictions for the tests of this package. */
final class Samples {
  static final List<String> TWO = List.of("negative", "positive");
  static final List<String> THREE = List.of("abbreviation", "description", "location");

  private Samples() {}

  /**
   * Ten rows, four of them positive. 3 positive rows are found and 1 missed, 2 negative ones taken
   * for positive and 4 not.
   */
  static ClassPredictions twoClasses() {
    return ofPositive(
        new int[] {1, 1, 1, 1, 0, 0, 0, 0, 0, 0},
        new double[] {0.9, 0.8, 0.4, 0.6, 0.1, 0.6, 0.7, 0.2, 0.2, 0.05});
  }

  /** Two classes, from the probability of the positive one. */
  static ClassPredictions ofPositive(int[] actual, double[] p) {
    return new ClassPredictions(
        TWO,
        actual,
        Arrays.stream(p).mapToObj(x -> new double[] {1 - x, x}).toArray(double[][]::new));
  }

  /** Seven rows, of which the rows 1, 4 and 6 are wrong. */
  static ClassPredictions threeClasses() {
    return new ClassPredictions(
        THREE,
        new int[] {0, 0, 1, 1, 1, 2, 2},
        new double[][] {
          {0.7, 0.2, 0.1},
          {0.1, 0.3, 0.6},
          {0.2, 0.6, 0.2},
          {0.1, 0.8, 0.1},
          {0.4, 0.3, 0.3},
          {0.1, 0.1, 0.8},
          {0.3, 0.4, 0.3}
        });
  }

  /** One class predicted per row, with certainty. */
  static ClassPredictions certain(List<String> classes, int[] actual, int... predicted) {
    double[][] probabilities = new double[predicted.length][classes.size()];
    for (int row = 0; row < predicted.length; row++) {
      probabilities[row][predicted[row]] = 1;
    }
    return new ClassPredictions(classes, actual, probabilities);
  }

  /** One column, two windows of two steps; errors -2, 2, -1, 10. */
  static Forecasts oneColumn() {
    return new Forecasts(
        List.of("load"),
        new double[][][] {{{10}, {20}}, {{0}, {40}}},
        new double[][][] {{{12}, {18}}, {{1}, {30}}},
        new double[] {2.5},
        new double[] {8});
  }

  /** Two columns, five windows of two steps, no value 0. */
  static Forecasts twoColumns() {
    double[][][] actual = new double[5][2][2];
    double[][][] forecast = new double[5][2][2];
    for (int w = 0; w < 5; w++) {
      for (int h = 0; h < 2; h++) {
        actual[w][h] = new double[] {3 + w + h, 100 - 10 * w * h};
        forecast[w][h] = new double[] {3.5 + w, 100 - 7 * w * h - w};
      }
    }
    return new Forecasts(
        List.of("wind", "rain"), actual, forecast, new double[] {1, 20}, new double[] {2, 500});
  }

  /** One column; (windows, steps). */
  static Forecasts forecasts(double[][] actual, double[][] forecast) {
    return new Forecasts(
        List.of("load"), nested(actual), nested(forecast), new double[] {1}, new double[] {1});
  }

  private static double[][][] nested(double[][] values) {
    return Arrays.stream(values)
        .map(w -> Arrays.stream(w).mapToObj(v -> new double[] {v}).toArray(double[][]::new))
        .toArray(double[][][]::new);
  }

  static ClassPredictions rows(ClassPredictions p, int from, int to) {
    return new ClassPredictions(
        p.classes(),
        Arrays.copyOfRange(p.actual(), from, to),
        Arrays.copyOfRange(p.probabilities(), from, to));
  }

  static Forecasts windows(Forecasts f, int from, int to) {
    return new Forecasts(
        f.columns(),
        Arrays.copyOfRange(f.actual(), from, to),
        Arrays.copyOfRange(f.forecast(), from, to),
        f.series().get(0).maseScale(),
        f.series().get(0).rmsseScale());
  }

  static ClassPredictions reversed(ClassPredictions p) {
    int[] actual = new int[p.size()];
    for (int row = 0; row < actual.length; row++) {
      actual[row] = p.actual()[actual.length - 1 - row];
    }
    return new ClassPredictions(
        p.classes(), actual, reversed(p.probabilities()).toArray(double[][]::new));
  }

  static Forecasts reversed(Forecasts f) {
    return new Forecasts(
        f.columns(),
        reversed(f.actual()).toArray(double[][][]::new),
        reversed(f.forecast()).toArray(double[][][]::new),
        f.series());
  }

  private static <T> List<T> reversed(T[] values) {
    List<T> list = new ArrayList<>(Arrays.asList(values));
    Collections.reverse(list);
    return list;
  }
}
