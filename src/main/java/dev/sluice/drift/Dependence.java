package dev.sluice.drift;

import java.util.Arrays;

/** How strongly successive values depend on each other. */
final class Dependence {
  private static final int MOST_VALUES = 20_000; // only the last ones are used
  private static final int MOST_LAGS = 1000;
  private static final double NONE = 0.05; // correlation

  private Dependence() {}

  /**
   * The number of values that tell as much about the mean as one independent value: 1 + 2 times the
   * sum of their autocorrelations, up to the first negligible one.
   *
   * @param values in time order; NaNs are left out
   */
  static double of(double[] values) {
    double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
    double[] last =
        Arrays.copyOfRange(known, Math.max(0, known.length - MOST_VALUES), known.length);
    double mean = Arrays.stream(last).average().orElse(0);
    double variance = Arrays.stream(last).map(v -> (v - mean) * (v - mean)).sum();
    double sum = 0;
    for (int lag = 1; lag <= Math.min(MOST_LAGS, last.length - 1) && variance > 0; lag++) {
      double product = 0;
      for (int t = lag; t < last.length; t++) {
        product += (last[t] - mean) * (last[t - lag] - mean);
      }
      double correlation = product / variance;
      if (correlation < NONE) {
        break;
      }
      sum += correlation;
    }
    return 1 + 2 * sum;
  }
}
