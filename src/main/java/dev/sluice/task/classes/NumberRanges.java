package dev.sluice.task.classes;

import dev.sluice.task.ReadableNumber;
import java.util.Arrays;

/**
 * Five ranges of numbers with the same number of rows each, as far as equal numbers allow.
 *
 * @param last of each range except the last one, ascending; (ranges - 1)
 */
record NumberRanges(double[] last) {
  private static final int RANGES = 5;

  /**
   * @param numbers to divide evenly, at least one
   */
  static NumberRanges of(double[] numbers) {
    double[] sorted = numbers.clone();
    Arrays.sort(sorted);
    double[] last = new double[RANGES - 1];
    for (int k = 1; k < RANGES; k++) {
      last[k - 1] = sorted[(int) Math.ceil((double) k * sorted.length / RANGES) - 1];
    }
    double most = sorted[sorted.length - 1];
    return new NumberRanges(Arrays.stream(last).filter(x -> x < most).distinct().toArray());
  }

  int count() {
    return last.length + 1;
  }

  /** The range of a number, which may lie outside of those that were divided. */
  int of(double number) {
    int k = 0;
    while (k < last.length && number > last[k]) {
      k++;
    }
    return k;
  }

  String name(int k) {
    if (last.length == 0) {
      return "all";
    }
    if (k == 0) {
      return "up to " + ReadableNumber.of(last[0]);
    }
    String above = "above " + ReadableNumber.of(last[k - 1]);
    return k == last.length ? above : above + " up to " + ReadableNumber.of(last[k]);
  }
}
