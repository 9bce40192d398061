package dev.sluice.evaluate;

import org.apache.commons.math3.special.Erf;

/**
 * Scores of a distribution that is forecast for one value, and of an interval; lower is better.
 * Means over points are the caller's.
 */
public final class DistributionScores {
  private DistributionScores() {}

  /**
   * The pinball loss of a quantile (Koenker and Bassett 1978): (y - f) q if y lies above it, else
   * (f - y) (1 - q). Not doubled.
   *
   * @param level of the quantile, between 0 and 1
   */
  public static double pinball(double actual, double quantile, double level) {
    double error = actual - quantile;
    return Math.max(level * error, (level - 1) * error);
  }

  /**
   * The continuous ranked probability score of quantiles: twice the mean of their pinball losses,
   * which is exact for ever more equally spaced levels (Gneiting and Ranjan 2011).
   *
   * @param quantiles at these levels, at least one
   */
  public static double crps(double actual, double[] quantiles, double[] levels) {
    double sum = 0;
    for (int i = 0; i < levels.length; i++) {
      sum += pinball(actual, quantiles[i], levels[i]);
    }
    return 2 * sum / levels.length;
  }

  /**
   * The continuous ranked probability score of a normal distribution (Gneiting and Raftery 2007,
   * equation 21, with the sign turned); the absolute error for a deviation of 0.
   */
  public static double crpsOfNormal(double actual, double mean, double deviation) {
    if (deviation == 0) {
      return Math.abs(actual - mean);
    }
    double z = (actual - mean) / deviation;
    double density = Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    return deviation * (z * Erf.erf(z / Math.sqrt(2)) + 2 * density - 1 / Math.sqrt(Math.PI));
  }

  /**
   * The score of an interval (Winkler 1972): its width, and 2 / alpha times the distance of a value
   * that lies outside.
   *
   * @param alpha the share of values that should lie outside, 0.05 for an interval of 95%
   */
  public static double winkler(double actual, double lower, double upper, double alpha) {
    double outside = Math.max(0, Math.max(lower - actual, actual - upper));
    return upper - lower + 2 / alpha * outside;
  }

  /**
   * The share of values that lie in their interval, ends included.
   *
   * @param actual at least one
   */
  public static double coverage(double[] actual, double[] lower, double[] upper) {
    int inside = 0;
    for (int i = 0; i < actual.length; i++) {
      inside += lower[i] <= actual[i] && actual[i] <= upper[i] ? 1 : 0;
    }
    return inside / (double) actual.length;
  }

  /** The mean width of intervals. */
  public static double width(double[] lower, double[] upper) {
    double sum = 0;
    for (int i = 0; i < lower.length; i++) {
      sum += upper[i] - lower[i];
    }
    return sum / lower.length;
  }

  /**
   * The overall weighted average of the M4 competition (Makridakis, Spiliotis and Assimakopoulos
   * 2020): the mean of sMAPE and MASE, each in relation to that of {@code Naive2}. Both are
   * averages over all series.
   */
  public static double owa(double smape, double mase, double smapeOfNaive2, double maseOfNaive2) {
    return (smape / smapeOfNaive2 + mase / maseOfNaive2) / 2;
  }
}
