package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each row adds to an area under the ROC curve: how many rows of the other kind lie on the
 * right side of it, its placement (DeLong, DeLong and Clarke-Pearson 1988).
 */
final class PlacementSums {
  private static final long MOST = 50_000_000; // rows times classes; more would take minutes

  private PlacementSums() {}

  /**
   * @param area of these, one against the rest, the mean over the classes that have one; empty if
   *     it has no value or the sums would take too long
   */
  static Optional<Sums> of(ClassPredictions rows, Score area) {
    int classes = rows.classes().size();
    if (area.number().isEmpty() || (long) rows.size() * classes > MOST) {
      return Optional.empty();
    }
    int[] counted =
        classes == 2
            ? new int[] {1}
            : IntStream.range(0, classes).filter(c -> isMixed(rows, c)).toArray();
    double[] added = new double[rows.size()];
    for (int c : counted) {
      addPlacements(rows, c, added, 1.0 / counted.length);
    }
    return Optional.of(
        new Sums(
            rows.size(),
            2,
            (sums, row, times) -> {
              sums[0] += times * added[row];
              sums[1] += times;
            },
            sums -> area.number().getAsDouble() + sums[0] / sums[1],
            Sums.Scale.SHARE));
  }

  private static boolean isMixed(ClassPredictions rows, int c) {
    long positives = Arrays.stream(rows.actual()).filter(actual -> actual == c).count();
    return positives > 0 && positives < rows.size();
  }

  /** Each placement less the area, over the share of rows of its kind. */
  private static void addPlacements(ClassPredictions rows, int c, double[] added, double weight) {
    int n = rows.size();
    double[] positives = sorted(rows, c, true);
    double[] negatives = sorted(rows, c, false);
    double[] placements = new double[n];
    double area = 0;
    for (int row = 0; row < n; row++) {
      double p = rows.probabilities()[row][c];
      boolean positive = rows.actual()[row] == c;
      double[] others = positive ? negatives : positives;
      double below = (below(others, p) + upTo(others, p)) / 2.0 / others.length; // ties one half
      placements[row] = positive ? below : 1 - below;
      area += positive ? below / positives.length : 0;
    }
    for (int row = 0; row < n; row++) {
      int ofKind = rows.actual()[row] == c ? positives.length : negatives.length;
      added[row] += weight * (placements[row] - area) * n / ofKind;
    }
  }

  private static double[] sorted(ClassPredictions rows, int c, boolean positive) {
    return IntStream.range(0, rows.size())
        .filter(row -> (rows.actual()[row] == c) == positive)
        .mapToDouble(row -> rows.probabilities()[row][c])
        .sorted()
        .toArray();
  }

  /** How many are smaller. */
  private static int below(double[] sorted, double value) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static int upTo(double[] sorted, double value) {
    return below(sorted, Math.nextUp(value));
  }
}
