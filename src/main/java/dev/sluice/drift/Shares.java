package dev.sluice.drift;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.HypergeometricDistribution;

/** Counts of the same categories in two groups. */
final class Shares {
  private static final double FEWEST = 5; // expected, for a chi-squared test
  private static final double SAME = 1 + 1e-9; // relative; of equal probabilities

  private Shares() {}

  /**
   * The Jensen-Shannon distance of the shares, base 2: 0 if they are the same, 1 if no category is
   * in both.
   *
   * @param a (categories), at least one above 0
   * @param b the counts of the other rows, in the same order
   */
  static double distance(long[] a, long[] b) {
    double ofA = sum(a);
    double ofB = sum(b);
    double divergence = 0;
    for (int k = 0; k < a.length; k++) {
      double p = a[k] / ofA;
      double q = b[k] / ofB;
      double middle = (p + q) / 2;
      divergence += (p > 0 ? p * Math.log(p / middle) : 0) + (q > 0 ? q * Math.log(q / middle) : 0);
    }
    return Math.sqrt(Math.min(1, Math.max(0, divergence / 2 / Math.log(2))));
  }

  private static double sum(long[] counts) {
    return LongStream.of(counts).sum();
  }

  /**
   * The p-value of a difference as large: by the chi-squared test, with rare categories combined;
   * if two are left and one of them is rare, by Fisher's exact test.
   */
  static double p(long[] a, long[] b) {
    long[][] pooled = pooled(a, b);
    int categories = pooled[0].length;
    if (categories < 2) {
      return 1;
    }
    if (categories == 2 && fewestExpected(pooled) < FEWEST) {
      return exact(pooled[0], pooled[1]);
    }
    double all = sum(a) + sum(b);
    double statistic = 0;
    for (long[] group : pooled) {
      for (int k = 0; k < categories; k++) {
        double expected = sum(group) * (pooled[0][k] + pooled[1][k]) / all;
        statistic += (group[k] - expected) * (group[k] - expected) / expected;
      }
    }
    return 1 - new ChiSquaredDistribution(categories - 1.0).cumulativeProbability(statistic);
  }

  private static double fewestExpected(long[][] groups) {
    double fewest = Math.min(sum(groups[0]), sum(groups[1]));
    double rarest =
        IntStream.range(0, groups[0].length)
            .mapToDouble(k -> (double) groups[0][k] + groups[1][k])
            .min()
            .orElseThrow();
    return fewest * rarest / (sum(groups[0]) + sum(groups[1]));
  }

  /** Combines the two rarest ones until all are frequent or two are left. */
  private static long[][] pooled(long[] a, long[] b) {
    int[] order =
        IntStream.range(0, a.length)
            .filter(k -> a[k] + b[k] > 0)
            .boxed()
            .sorted((k, l) -> Long.compare(a[k] + b[k], a[l] + b[l]))
            .mapToInt(Integer::intValue)
            .toArray();
    long[][] groups = {
      IntStream.of(order).mapToLong(k -> a[k]).toArray(),
      IntStream.of(order).mapToLong(k -> b[k]).toArray()
    };
    while (groups[0].length > 2 && fewestExpected(groups) < FEWEST) {
      groups = new long[][] {merged(groups[0]), merged(groups[1])};
      long[][] of = groups;
      int at = 0; // the sum may be more frequent than the next
      while (at + 1 < of[0].length && of[0][at] + of[1][at] > of[0][at + 1] + of[1][at + 1]) {
        for (long[] group : of) {
          long moved = group[at];
          group[at] = group[at + 1];
          group[at + 1] = moved;
        }
        at++;
      }
    }
    return groups;
  }

  private static long[] merged(long[] counts) {
    long[] fewer = Arrays.copyOfRange(counts, 1, counts.length);
    fewer[0] += counts[0];
    return fewer;
  }

  /** Two-sided: adds up the outcomes that are no more probable than the observed one. */
  private static double exact(long[] a, long[] b) {
    int all = Math.toIntExact((long) (sum(a) + sum(b)));
    HypergeometricDistribution drawn =
        new HypergeometricDistribution(
            all, Math.toIntExact(a[0] + b[0]), Math.toIntExact((long) sum(b)));
    double here = drawn.probability((int) b[0]) * SAME;
    return Math.min(
        1,
        IntStream.rangeClosed(drawn.getSupportLowerBound(), drawn.getSupportUpperBound())
            .mapToDouble(drawn::probability)
            .filter(probability -> probability <= here)
            .sum());
  }
}
