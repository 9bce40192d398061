package dev.sluice.drift;

import dev.sluice.drift.Change.Measure;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;

/**
 * Numbers, kept in bins with about the same number of values each; if there are few distinct
 * values, each has a bin of its own.
 *
 * @param count of known values
 * @param deviation the standard deviation of them
 * @param dependence how many successive values are worth one independent value; 1 if values are
 *     independent
 * @param edges the largest value of each bin, ascending; (bins)
 * @param means the mean value of each bin; (bins)
 * @param counts the values in each bin; (bins)
 */
public record NumberQuantity(
    Watched of,
    String name,
    long count,
    double mean,
    double deviation,
    double least,
    double dependence,
    double[] edges,
    double[] means,
    long[] counts)
    implements Quantity {
  private static final int BINS = 100;
  private static final double CONSTANT = 1e-12; // deviation relative to the largest value
  private static final double TOLERANCE = 1e-12;
  private static final int MOST_TERMS = 100_000;
  private static final double TOLD = 0.01; // share of rows outside of the range

  public NumberQuantity {
    if (of == null || name == null || edges == null || means == null || counts == null) {
      throw new IllegalArgumentException("no bins");
    }
    if (edges.length == 0 || edges.length > BINS) {
      throw new IllegalArgumentException("no bins");
    }
    if (edges.length != means.length || edges.length != counts.length) {
      throw new IllegalArgumentException("bins of different lengths");
    }
    long sum = 0;
    for (int i = 0; i < edges.length; i++) {
      if (!Double.isFinite(edges[i])
          || !Double.isFinite(means[i])
          || means[i] > edges[i]
          || i > 0 && edges[i - 1] >= edges[i]
          || counts[i] < 1) {
        throw new IllegalArgumentException("bin " + i + " is out of order");
      }
      sum = Math.addExact(sum, counts[i]);
    }
    if (sum != count
        || !Double.isFinite(mean)
        || !(deviation >= 0)
        || Double.isInfinite(deviation)
        || !(least <= means[0])
        || Double.isInfinite(least)
        || !(dependence >= 1)
        || Double.isInfinite(dependence)) {
      throw new IllegalArgumentException("mean, deviation or counts do not fit");
    }
  }

  static Optional<NumberQuantity> of(Observed.Numbers observed) {
    double[] sorted = sorted(observed.values());
    if (sorted.length == 0) {
      return Optional.empty();
    }
    long different = 1 + countSteps(sorted);
    double[] edges = new double[(int) Math.min(different, BINS)];
    double[] means = new double[edges.length];
    long[] counts = new long[edges.length];
    int bins = 0;
    int from = 0;
    while (from < sorted.length) {
      long quantile = (long) Math.ceil((bins + 1.0) * sorted.length / BINS);
      int to = different <= BINS ? from + 1 : (int) Math.max(from + 1, quantile);
      while (to < sorted.length && sorted[to] == sorted[to - 1]) {
        to++;
      }
      edges[bins] = sorted[to - 1];
      // clamped, since a mean of equal values may be off in its last bit
      means[bins] =
          Math.min(
              sorted[to - 1],
              Math.max(sorted[from], Arrays.stream(sorted, from, to).sum() / (to - from)));
      counts[bins++] = to - from;
      from = to;
    }
    double mean = mean(sorted);
    return Optional.of(
        new NumberQuantity(
            observed.of(),
            observed.name(),
            sorted.length,
            mean,
            Math.sqrt(
                Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum() / sorted.length),
            sorted[0],
            observed.inOrder() ? Dependence.of(observed.values()) : 1,
            Arrays.copyOf(edges, bins),
            Arrays.copyOf(means, bins),
            Arrays.copyOf(counts, bins)));
  }

  private static double[] sorted(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
  }

  private static long countSteps(double[] sorted) {
    long steps = 0;
    for (int i = 1; i < sorted.length; i++) {
      steps += sorted[i] == sorted[i - 1] ? 0 : 1;
    }
    return steps;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  private double largest() {
    return edges[edges.length - 1];
  }

  @Override
  public Optional<Change> change(Observed now) {
    return now.asNumbers()
        .map(numbers -> sorted(numbers.values()))
        .filter(sorted -> sorted.length > 0)
        .map(this::change);
  }

  /**
   * @param sorted one at least
   */
  private Change change(double[] sorted) {
    boolean constant = deviation <= CONSTANT * Math.max(Math.abs(least), Math.abs(largest()));
    Measure measure = constant ? Measure.JENSEN_SHANNON : Measure.WASSERSTEIN;
    double effect;
    double p;
    if (constant) {
      long[] kept = {independent(count), 0};
      long other = Arrays.stream(sorted).filter(v -> v < least || v > largest()).count();
      long[] found = {independent(sorted.length - other), independent(other)};
      effect = Shares.distance(kept, found);
      p = Shares.p(kept, found);
    } else {
      effect = distance(sorted) / deviation;
      p = p(largestGap(sorted), sorted.length);
    }
    return new Change(
        of,
        name,
        measure,
        effect,
        p,
        words(mean, least, largest()),
        words(mean(sorted), sorted[0], sorted[sorted.length - 1]),
        json(count, mean, least, largest()),
        json(sorted.length, mean(sorted), sorted[0], sorted[sorted.length - 1]),
        note(sorted),
        /* better= */ false);
  }

  private long independent(long values) {
    return values == 0 ? 0 : Math.max(1, Math.round(values / dependence));
  }

  /**
   * The largest gap between the cumulative shares at an edge: the statistic of Kolmogorov and
   * Smirnov.
   */
  private double largestGap(double[] sorted) {
    double largest = 0;
    long before = 0;
    int now = 0;
    for (int i = 0; i < edges.length; i++) {
      before += counts[i];
      while (now < sorted.length && sorted[now] <= edges[i]) {
        now++;
      }
      largest = Math.max(largest, Math.abs((double) before / count - (double) now / sorted.length));
    }
    return largest;
  }

  /**
   * The p-value of such a gap; for few values by Stephens (1970), "Use of the Kolmogorov-Smirnov,
   * Cramer-Von Mises and related statistics without extensive tables". Ties, and looking only at
   * the edges, make it larger, never smaller.
   */
  private double p(double gap, int values) {
    double a = count / dependence;
    double b = values / dependence;
    double root = Math.sqrt(a * b / (a + b));
    double t = (root + 0.12 + 0.11 / root) * gap;
    double below = new KolmogorovSmirnovTest().ksSum(t, TOLERANCE, MOST_TERMS);
    return Math.min(1, Math.max(0, 1 - below));
  }

  /** The Wasserstein distance: the area between the two distribution functions. */
  private double distance(double[] sorted) {
    double area = 0;
    double at = Math.min(means[0], sorted[0]);
    double before = 0;
    double now = 0;
    int i = 0;
    int j = 0;
    while (i < means.length || j < sorted.length) {
      double next =
          Math.min(
              i < means.length ? means[i] : Double.POSITIVE_INFINITY,
              j < sorted.length ? sorted[j] : Double.POSITIVE_INFINITY);
      area += Math.abs(before - now) * (next - at);
      at = next;
      while (i < means.length && means[i] <= at) {
        before += (double) counts[i++] / count;
      }
      while (j < sorted.length && sorted[j] <= at) {
        now = (double) ++j / sorted.length;
      }
    }
    return area;
  }

  private Optional<String> note(double[] sorted) {
    long outside = Arrays.stream(sorted).filter(v -> v < least || v > largest()).count();
    double share = (double) outside / sorted.length;
    return share < TOLD
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "%s: %.1f%% of the new values are outside of %s to %s",
                name,
                100 * share,
                number(least),
                number(largest())));
  }

  private static String words(double mean, double least, double largest) {
    return "%s (%s to %s)".formatted(number(mean), number(least), number(largest));
  }

  private static Map<String, Object> json(long count, double mean, double least, double largest) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("count", count);
    json.put("mean", mean);
    json.put("least", least);
    json.put("largest", largest);
    return json;
  }

  /** Four digits, without trailing zeros. */
  private static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e7) {
      return Long.toString((long) value);
    }
    return String.format(Locale.ROOT, Math.abs(value) < 1e-3 ? "%.3g" : "%.4g", value);
  }
}
