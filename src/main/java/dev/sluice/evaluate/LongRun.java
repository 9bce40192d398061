package dev.sluice.evaluate;

/**
 * The standard error of the mean of successive values that depend on each other.
 *
 * <p>The long-run variance is the mean of the squares of the first {@code freedom} cosine
 * transforms (Lazarus, Lewis, Stock and Watson 2018, HAR Inference; for forecasts Coroneo and
 * Iacone 2020, Comparing Predictive Accuracy in Small Samples), so that a mean divided by its error
 * has Student's t distribution. Only frequencies far below those of a stretch are used. A stretch
 * is as long as values depend on each other: the overlap of windows or, if that is longer, the
 * observed correlation. That is its sum, cut off where it has become small (Politis and White
 * 2004), or that of an autoregression over one overlap, corrected for its bias (Kendall 1954).
 *
 * @param error the standard error of the mean
 * @param freedom degrees of freedom
 * @param stretches the approximate number of independent values
 */
record LongRun(double error, int freedom, double stretches) {
  private static final double MOST_CORRELATED = 0.98;
  private static final double MARGIN = 2; // correlations that are observed are often too small

  /**
   * @param values in time order, two at least
   * @param overlap the number of successive values that share something; 1 if they do not
   */
  static LongRun of(double[] values, int overlap) {
    int n = values.length;
    double[] x = centred(values);
    double stretches = n / stretch(x, overlap);
    int freedom = (int) Math.max(1, Math.min(0.4 * Math.pow(n, 2 / 3.0), stretches / 2));
    double variance = 0;
    for (int j = 1; j <= freedom; j++) {
      double transform = 0;
      for (int t = 0; t < n; t++) {
        transform += x[t] * Math.cos(Math.PI * j * (t + 0.5) / n);
      }
      variance += 2 * transform * transform / n / freedom;
    }
    return new LongRun(Math.sqrt(variance / n), freedom, stretches);
  }

  private static double[] centred(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double[] centred = new double[values.length];
    for (int t = 0; t < values.length; t++) {
      centred[t] = values[t] - mean;
    }
    return centred;
  }

  /** The distance at which values are independent of each other. */
  static double stretch(double[] x, int overlap) {
    double power = products(x, 0);
    if (power == 0) {
      return overlap;
    }
    double least = overlap;
    if (overlap < x.length) {
      double r = Math.max(0, products(x, overlap) / power);
      double unbiased = Math.min(MOST_CORRELATED, r + (1 + 3 * r) * overlap / x.length);
      least = overlap * (r == 0 ? 1 : (1 + unbiased) / (1 - unbiased));
    }
    return overlap + MARGIN * Math.max(0, Math.max(least, correlationTime(x, power)) - overlap);
  }

  /** 1 + 2 times the sum of autocorrelations, with the trapezoidal window of Politis and White. */
  private static double correlationTime(double[] x, double power) {
    int n = x.length;
    double small = 2 * Math.sqrt(Math.log10(n) / n);
    int quiet = Math.max(5, (int) Math.ceil(Math.sqrt(Math.log10(n)))); // lags in a row
    double[] correlations = new double[n / 2 + 1];
    int last = 0; // the last lag that is not small
    int known = 0;
    while (known < n / 2 && known < last + quiet) {
      known++;
      correlations[known] = products(x, known) / power;
      last = Math.abs(correlations[known]) < small ? last : known;
    }
    int flat = Math.max(1, last);
    double time = 1;
    for (int lag = 1; lag <= Math.min(2 * flat, n / 2); lag++) {
      double correlation = lag <= known ? correlations[lag] : products(x, lag) / power;
      time += 2 * Math.min(1, 2 - (double) lag / flat) * correlation;
    }
    return time;
  }

  private static double products(double[] x, int lag) {
    double sum = 0;
    for (int t = lag; t < x.length; t++) {
      sum += x[t] * x[t - lag];
    }
    return sum;
  }
}
