package dev.sluice.input;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long examples are. */
public final class Lengths {
  private Lengths() {}

  /**
   * For a summary: {@code shortest}, {@code median}, {@code p90} and {@code longest}.
   *
   * @param lengths at least one
   */
  public static Map<String, Object> quantiles(int[] lengths) {
    Map<String, Object> quantiles = new LinkedHashMap<>();
    quantiles.put("shortest", quantile(lengths, 0));
    quantiles.put("median", quantile(lengths, 0.5));
    quantiles.put("p90", quantile(lengths, 0.9));
    quantiles.put("longest", quantile(lengths, 1));
    return quantiles;
  }

  /**
   * The length that this share of the examples does not exceed, by the nearest-rank method.
   *
   * @param share 0 for the shortest, 1 for the longest
   */
  public static int quantile(int[] lengths, double share) {
    int[] sorted = lengths.clone();
    Arrays.sort(sorted);
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
