package dev.sluice.serve;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How the answers of two models differ.
 *
 * @param rows that were compared
 * @param others those of them that differ in something other than numbers, such as the class
 * @param sum of the absolute differences of all numbers
 */
record Differences(int rows, int others, double sum) {
  static Differences of(List<Map<String, Object>> ours, List<Map<String, Object>> theirs) {
    int rows = Math.min(ours.size(), theirs.size());
    int others = Math.abs(ours.size() - theirs.size());
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      double difference = between(ours.get(i), theirs.get(i));
      others += Double.isNaN(difference) ? 1 : 0;
      sum += Double.isNaN(difference) ? 0 : difference;
    }
    return new Differences(rows, others, sum);
  }

  /** NaN if anything other than numbers differs. */
  private static double between(Object one, Object other) {
    if (one instanceof Number a && other instanceof Number b) {
      return Math.abs(a.doubleValue() - b.doubleValue());
    }
    if (one instanceof Map<?, ?> a && other instanceof Map<?, ?> b) {
      return a.keySet().equals(b.keySet())
          ? a.keySet().stream().mapToDouble(key -> between(a.get(key), b.get(key))).sum()
          : Double.NaN;
    }
    if (one instanceof List<?> a && other instanceof List<?> b) {
      double sum = a.size() == b.size() ? 0 : Double.NaN;
      for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
        sum += between(a.get(i), b.get(i));
      }
      return sum;
    }
    return Objects.equals(one, other) ? 0 : Double.NaN;
  }
}
