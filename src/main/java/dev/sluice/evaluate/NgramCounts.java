package dev.sluice.evaluate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The n-grams of orders 1 to N of a text and of its reference, counted; those of several texts are
 * added up.
 *
 * @param predicted (N) n-grams of the text
 * @param actual (N) n-grams of the reference
 * @param common (N) n-grams of both, each as often as it is in both
 */
record NgramCounts(double[] predicted, double[] actual, double[] common) {
  static NgramCounts none(int orders) {
    return new NgramCounts(new double[orders], new double[orders], new double[orders]);
  }

  /** Of tokens, or of characters. */
  static NgramCounts of(List<String> predicted, List<String> actual, int orders) {
    NgramCounts counts = none(orders);
    for (int n = 1; n <= orders; n++) {
      Map<List<String>, Integer> there = ngrams(actual, n);
      counts.predicted[n - 1] = Math.max(0, predicted.size() - n + 1);
      counts.actual[n - 1] = Math.max(0, actual.size() - n + 1);
      long common = 0;
      for (Map.Entry<List<String>, Integer> ngram : ngrams(predicted, n).entrySet()) {
        common += Math.min(ngram.getValue(), there.getOrDefault(ngram.getKey(), 0));
      }
      counts.common[n - 1] = common;
    }
    return counts;
  }

  private static Map<List<String>, Integer> ngrams(List<String> tokens, int n) {
    Map<List<String>, Integer> counts = new HashMap<>();
    for (int i = 0; i + n <= tokens.size(); i++) {
      counts.merge(tokens.subList(i, i + n), 1, Integer::sum);
    }
    return counts;
  }

  /** Adds others to these. */
  void add(NgramCounts more) {
    for (int n = 0; n < common.length; n++) {
      predicted[n] += more.predicted[n];
      actual[n] += more.actual[n];
      common[n] += more.common[n];
    }
  }
}
