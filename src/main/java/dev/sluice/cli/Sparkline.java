package dev.sluice.cli;

import java.util.Arrays;
import java.util.List;

/** Numbers as a row of bars of eight heights. */
final class Sparkline {
  private static final String BARS =
      "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"; // from an eighth of a cell to a full one

  private Sparkline() {}

  /** All characters that a terminal must be able to show. */
  static String signs() {
    return BARS;
  }

  /**
   * One bar for each number, or for the mean of several neighbours where there is no room; a space
   * where no number is finite.
   *
   * @param width the maximum number of bars
   * @param least the number with the lowest bar
   * @param most the number with the highest bar
   */
  static String of(List<Double> numbers, int width, double least, double most) {
    int bars = Math.min(width, numbers.size());
    StringBuilder line = new StringBuilder();
    for (int bar = 0; bar < bars; bar++) {
      int from = (int) ((long) bar * numbers.size() / bars);
      int to = (int) ((bar + 1L) * numbers.size() / bars);
      double mean =
          numbers.subList(from, to).stream()
              .mapToDouble(number -> number)
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN);
      double height = most > least ? (mean - least) / (most - least) : 0;
      line.append(
          Double.isNaN(mean)
              ? ' '
              : BARS.charAt((int) Math.max(0, Math.min(7, Math.floor(8 * height)))));
    }
    return line.toString();
  }

  /** The smallest and largest finite number in several lists; both 0 if there is none. */
  static double[] range(List<List<Double>> lists) {
    double[] finite =
        lists.stream()
            .flatMap(List::stream)
            .mapToDouble(number -> number)
            .filter(Double::isFinite)
            .toArray();
    return new double[] {
      Arrays.stream(finite).min().orElse(0), Arrays.stream(finite).max().orElse(0)
    };
  }
}
