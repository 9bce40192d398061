package dev.sluice.evaluate;

import java.util.Arrays;

/**
 * A number that divides the logits of all classes: above 1 it makes predictions less confident (Guo
 * et al., On calibration of modern neural networks, 2017, section 4.2).
 *
 * @param value from 0.1 to 10
 */
public record Temperature(double value) {
  private static final double MOST = 10;
  private static final int STEPS = 60; // each halves the range
  private static final double LEAST = 0x1p-24; // of a float that rounds to 0 or 1
  private static final double LEAST_AFTER = Double.MIN_NORMAL;

  public Temperature {
    if (!(value >= 1 / MOST && value <= MOST)) {
      throw new IllegalArgumentException("a temperature of " + value);
    }
  }

  /**
   * The one with the lowest log loss. The loss is convex in 1 / temperature, so this is a bisection
   * of its derivative.
   *
   * @param probabilities without it, (rows)(classes); one row at least
   * @param actual (rows)
   */
  public static Temperature fit(double[][] probabilities, int[] actual) {
    double low = 1 / MOST;
    double high = MOST;
    for (int step = 0; step < STEPS; step++) {
      double middle = (low + high) / 2;
      if (slope(probabilities, actual, middle) < 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return new Temperature(2 / (low + high));
  }

  /** The derivative of the log loss with respect to 1 / temperature. */
  private static double slope(double[][] probabilities, int[] actual, double power) {
    double sum = 0;
    for (int row = 0; row < actual.length; row++) {
      double[] raised = raised(probabilities[row], power, LEAST);
      for (int c = 0; c < raised.length; c++) {
        double log = Math.log(Math.max(probabilities[row][c], LEAST));
        sum += (raised[c] - (c == actual[row] ? 1 : 0)) * log;
      }
    }
    return sum;
  }

  /** Applies it to probabilities; (rows)(classes). */
  public double[][] of(double[][] probabilities) {
    return Arrays.stream(probabilities)
        .map(row -> raised(row, 1 / value, LEAST))
        .toArray(double[][]::new);
  }

  /** Undoes it: the probabilities without it. */
  public double[][] before(double[][] probabilities) {
    return Arrays.stream(probabilities)
        .map(row -> raised(row, value, LEAST_AFTER))
        .toArray(double[][]::new);
  }

  /** Probabilities to some power, normalized to a sum of 1. */
  private static double[] raised(double[] probabilities, double power, double least) {
    double[] raised = new double[probabilities.length];
    double most = Arrays.stream(probabilities).max().orElseThrow();
    double sum = 0;
    for (int c = 0; c < raised.length; c++) {
      raised[c] = Math.exp(power * (Math.log(Math.max(probabilities[c], least)) - Math.log(most)));
      sum += raised[c];
    }
    for (int c = 0; c < raised.length; c++) {
      raised[c] /= sum;
    }
    return raised;
  }
}
