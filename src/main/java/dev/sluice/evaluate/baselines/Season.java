package dev.sluice.evaluate.baselines;

import java.util.Arrays;

/** Classical decomposition by moving averages, as decompose of R computes it. */
final class Season {
  static final int SHORTEST = 4; // rows, for a test

  private Season() {}

  /**
   * The pattern of a season: the mean distance (or ratio) to the centred moving average over one
   * season, normalized to sum 0 (or mean 1).
   *
   * @param y at least two seasons; above 0 if ratios are asked for
   * @return (season), the first row's first
   */
  static double[] pattern(double[] y, int season, boolean ratios) {
    double[] trend = trend(y, season);
    double[] sums = new double[season];
    int[] counts = new int[season];
    for (int t = 0; t < y.length; t++) {
      if (!Double.isNaN(trend[t])) {
        sums[t % season] += ratios ? y[t] / trend[t] : y[t] - trend[t];
        counts[t % season]++;
      }
    }
    for (int s = 0; s < season; s++) {
      sums[s] /= counts[s];
    }
    double mean = Arrays.stream(sums).average().orElseThrow();
    for (int s = 0; s < season; s++) {
      sums[s] = ratios ? sums[s] / mean : sums[s] - mean;
    }
    return sums;
  }

  /** The centred moving average over one season; NaN for half a season at either end. */
  static double[] trend(double[] y, int season) {
    int half = season / 2;
    double[] trend = new double[y.length];
    Arrays.fill(trend, Double.NaN);
    for (int t = half; t < y.length - half; t++) {
      double sum = 0;
      for (int i = -half; i <= half; i++) {
        boolean end = season % 2 == 0 && Math.abs(i) == half;
        sum += end ? y[t + i] / 2 : y[t + i];
      }
      trend[t] = sum / season;
    }
    return trend;
  }

  /**
   * How strong the season is, 0 to 1: 1 - var(remainder) / var(season + remainder) (Wang, Smith and
   * Hyndman 2006), here of the classical decomposition.
   */
  static double strength(double[] y, int season) {
    double[] trend = trend(y, season);
    double[] pattern = pattern(y, season, false);
    int half = season / 2;
    double[] detrended = new double[y.length - 2 * half];
    double[] remainder = new double[detrended.length];
    for (int i = 0; i < detrended.length; i++) {
      detrended[i] = y[i + half] - trend[i + half];
      remainder[i] = detrended[i] - pattern[(i + half) % season];
    }
    double whole = variance(detrended);
    return whole == 0 ? 0 : Math.max(0, 1 - variance(remainder) / whole);
  }

  static double variance(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    return Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0);
  }

  /**
   * Whether the autocorrelation at the lag of a season is significant at the level of 10%, as the M
   * competitions test it (Makridakis and Hibon 2000).
   */
  static boolean isThere(double[] y, int season) {
    return isThere(y, season, 2);
  }

  /**
   * @param fewest the number of seasons below which none is found
   */
  static boolean isThere(double[] y, int season, int fewest) {
    if (season < SHORTEST || y.length < fewest * season) {
      return false;
    }
    double mean = Arrays.stream(y).average().orElseThrow();
    double[] r = new double[season + 1];
    for (int lag = 0; lag <= season; lag++) {
      for (int t = lag; t < y.length; t++) {
        r[lag] += (y[t] - mean) * (y[t - lag] - mean);
      }
    }
    if (r[0] == 0) {
      return false;
    }
    double squares = 0;
    for (int lag = 1; lag < season; lag++) {
      squares += r[lag] / r[0] * r[lag] / r[0];
    }
    return Math.abs(r[season] / r[0])
        > 1.6448536269514722 * Math.sqrt((1 + 2 * squares) / y.length);
  }
}
