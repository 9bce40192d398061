package dev.sluice.evaluate;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;

/** Quantiles of distributions. */
public final class DistributionQuantiles {
  private static final double MOST_DEVIATIONS = 12; // below the mean, where the distribution ends
  private static final double MOST_STEPS = 1e5;

  private DistributionQuantiles() {}

  /** Of the normal distribution with mean 0 and deviation 1. */
  public static double normal(double level) {
    return level == 0.5 ? 0 : new NormalDistribution().inverseCumulativeProbability(level);
  }

  /** Of Student's t distribution with location 0 and scale 1. */
  public static double studentT(double degrees, double level) {
    return level == 0.5 ? 0 : new TDistribution(degrees).inverseCumulativeProbability(level);
  }

  /**
   * Quantiles of the negative binomial distribution with a mean m and a variance m + a m^2: the
   * smallest counts at which the cumulative probability reaches each level. Probabilities are added
   * up from where they are negligible; for distributions too wide for that, the regularized beta
   * function is used.
   *
   * @param dispersion a
   * @param levels ascending
   */
  public static double[] negativeBinomial(double mean, double dispersion, double[] levels) {
    double r = 1 / dispersion;
    double deviation = Math.sqrt(mean + dispersion * mean * mean);
    double[] counts = new double[levels.length];
    if (deviation > MOST_STEPS) {
      for (int i = 0; i < levels.length; i++) {
        counts[i] = search(mean, deviation, r, levels[i]);
      }
      return counts;
    }
    double count = Math.max(0, Math.floor(mean - MOST_DEVIATIONS * deviation));
    double success = mean / (r + mean);
    double probability =
        Math.exp(
            Gamma.logGamma(count + r)
                - Gamma.logGamma(r)
                - Gamma.logGamma(count + 1)
                - r * Math.log1p(mean / r)
                + count * Math.log(success));
    double below = probability;
    for (int i = 0; i < levels.length; i++) {
      while (below < levels[i]) {
        probability *= (count + r) / (count + 1) * success;
        if (probability == 0) {
          break; // rounding errors keep the sum below the level
        }
        count++;
        below += probability;
      }
      counts[i] = count;
    }
    return counts;
  }

  private static double search(double mean, double deviation, double r, double level) {
    double low = -1;
    double high = mean + deviation;
    while (cumulative(high, mean, r) < level) {
      high += deviation;
    }
    high = Math.ceil(high);
    while (high - low > 1) {
      double middle = Math.floor((low + high) / 2);
      if (cumulative(middle, mean, r) < level) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  private static double cumulative(double count, double mean, double r) {
    return Beta.regularizedBeta(r / (r + mean), r, count + 1);
  }
}
