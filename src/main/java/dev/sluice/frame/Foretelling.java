package dev.sluice.frame;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How well one column alone tells another one. Each row is told by the other rows that have the
 * same value in the column, or by the nearest where there are none. So a number of the row tells
 * nothing, unless the rows are in order of what is to be told.
 */
public final class Foretelling {
  private static final int MOST_WRONG = 50; // one row of so many
  private static final int TIMES_BETTER = 10; // than the most frequent class
  private static final int LEAST_OTHERS = 10; // rows of other classes: few may coincide
  private static final int LEAST_ROWS = 30; // with numbers
  private static final double MOST_LEFT = 0.01; // of the variance

  private Foretelling() {}

  /**
   * @param right rows whose class the column tells
   * @param usual rows of the most frequent class
   * @param rows all
   */
  public record OfClasses(int right, int usual, int rows) {
    /** Whether the column gives the classes away; docs/checks.md argues the thresholds. */
    public boolean isNearPerfect() {
      int wrong = rows - right;
      int others = rows - usual;
      return others >= LEAST_OTHERS
          && wrong * (long) MOST_WRONG <= rows
          && wrong * (long) TIMES_BETTER <= others;
    }

    /** Whether it tells every row; of a single class there is nothing to tell. */
    public boolean isPerfect() {
      return right == rows && usual < rows;
    }
  }

  /**
   * @param left the share of the variance that the column leaves untold
   */
  public record OfNumbers(double left, int rows) {
    /** Whether the column gives the numbers away. */
    public boolean isNearPerfect() {
      return rows >= LEAST_ROWS && left <= MOST_LEFT;
    }
  }

  /**
   * @param column (rows); NaN is a value like others
   * @param classes (rows), from 0
   */
  public static OfClasses classes(double[] column, int[] classes) {
    int[] order = order(column);
    int[] counts = new int[IntStream.of(classes).max().orElse(0) + 1];
    IntStream.of(classes).forEach(c -> counts[c]++);
    int usual = IntStream.of(counts).max().orElse(0);
    Arrays.fill(counts, 0);
    int right = 0;
    for (int from = 0, to; from < order.length; from = to) {
      to = end(column, order, from);
      if (to == from + 1) {
        int neighbour = nearest(column, order, from);
        right += neighbour >= 0 && classes[neighbour] == classes[order[from]] ? 1 : 0;
        continue;
      }
      right += inMajority(classes, order, from, to, counts);
    }
    return new OfClasses(right, usual, classes.length);
  }

  /** Rows of a value whose class is the most frequent one among the others. */
  private static int inMajority(int[] classes, int[] order, int from, int to, int[] counts) {
    for (int i = from; i < to; i++) {
      counts[classes[order[i]]]++;
    }
    int first = 0;
    int second = 0;
    for (int i = from; i < to; i++) {
      int count = counts[classes[order[i]]];
      counts[classes[order[i]]] = 0; // each class once
      if (count > first) {
        second = first;
        first = count;
      } else if (count > second) {
        second = count;
      }
    }
    return first - 1 > second ? first : 0;
  }

  /**
   * @param column (rows); NaN is a value like others
   * @param targets (rows), finite
   */
  public static OfNumbers numbers(double[] column, double[] targets) {
    int[] order = order(column);
    double mean = Arrays.stream(targets).average().orElse(0);
    double all = 0;
    double left = 0;
    for (int from = 0, to; from < order.length; from = to) {
      to = end(column, order, from);
      double sum = 0;
      for (int i = from; i < to; i++) {
        sum += targets[order[i]];
      }
      for (int i = from; i < to; i++) {
        double target = targets[order[i]];
        int neighbour = to == from + 1 ? nearest(column, order, from) : -1;
        double told =
            to > from + 1
                ? (sum - target) / (to - from - 1)
                : neighbour >= 0 ? targets[neighbour] : mean;
        left += (target - told) * (target - told);
        all += (target - mean) * (target - mean);
      }
    }
    return new OfNumbers(all == 0 ? 1 : left / all, targets.length);
  }

  /** Whether two names are the same but for case, blanks and signs. */
  public static boolean isNamedAlike(String one, String other) {
    String letters = letters(one);
    return !letters.isEmpty() && letters.equals(letters(other));
  }

  private static String letters(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]", "");
  }

  private static int[] order(double[] column) {
    return IntStream.range(0, column.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> column[i]))
        .mapToInt(i -> i)
        .toArray();
  }

  /** Where the next value begins. */
  private static int end(double[] column, int[] order, int from) {
    int to = from + 1;
    while (to < order.length && Double.compare(column[order[to]], column[order[from]]) == 0) {
      to++;
    }
    return to;
  }

  /** The row whose value is the nearest to one that no other row has; -1 if it is alone. */
  private static int nearest(double[] column, int[] order, int at) {
    if (order.length == 1) {
      return -1;
    }
    if (at == 0 || at == order.length - 1) {
      return order[at == 0 ? 1 : at - 1];
    }
    double before = column[order[at]] - column[order[at - 1]];
    double after = column[order[at + 1]] - column[order[at]];
    return before <= after ? order[at - 1] : order[at + 1];
  }
}
