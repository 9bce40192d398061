package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What each row contributes to scores that depend on the order of the probabilities of a class, one
 * class against the rest: the derivative with respect to the weight of the row.
 */
final class RankingSums {
  private static final long MOST = 50_000_000; // rows times classes; more would take minutes

  private RankingSums() {}

  /** Adds the contribution of each row for a class. */
  private interface OfClass {
    void addTo(double[] added, ClassPredictions rows, int c, double weight);
  }

  /**
   * By placements: how many rows of the other kind lie on the right side of a row (DeLong, DeLong
   * and Clarke-Pearson 1988).
   *
   * @param area under the ROC curve, the mean over the classes that have one
   * @return empty if it has no value or the sums would take too long
   */
  static Optional<Sums> ofArea(ClassPredictions rows, Score area) {
    return of(rows, area, RankingSums::addPlacements);
  }

  /** The same for the mean of the precision at each row of a class. */
  static Optional<Sums> ofAveragePrecision(ClassPredictions rows, Score average) {
    return of(rows, average, RankingSums::addPrecisions);
  }

  private static Optional<Sums> of(ClassPredictions rows, Score score, OfClass ofClass) {
    int classes = rows.classes().size();
    if (score.number().isEmpty() || (long) rows.size() * classes > MOST) {
      return Optional.empty();
    }
    int[] counted =
        classes == 2
            ? new int[] {1}
            : IntStream.range(0, classes).filter(c -> isMixed(rows, c)).toArray();
    double[] added = new double[rows.size()];
    for (int c : counted) {
      ofClass.addTo(added, rows, c, 1.0 / counted.length);
    }
    return Optional.of(
        new Sums(
            rows.size(),
            2,
            (sums, row, times) -> {
              sums[0] += times * added[row];
              sums[1] += times;
            },
            sums -> score.number().getAsDouble() + sums[0] / sums[1],
            Sums.Scale.SHARE));
  }

  private static boolean isMixed(ClassPredictions rows, int c) {
    long positives = Arrays.stream(rows.actual()).filter(actual -> actual == c).count();
    return positives > 0 && positives < rows.size();
  }

  /** Each placement minus the area, divided by the share of rows of its kind. */
  private static void addPlacements(double[] added, ClassPredictions rows, int c, double weight) {
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

  /**
   * The contribution of each row of the class to the average precision: its own precision, and how
   * it changes those below it.
   */
  private static void addPrecisions(double[] added, ClassPredictions rows, int c, double weight) {
    int n = rows.size();
    double[] positives = sorted(rows, c, true);
    double[] negatives = sorted(rows, c, false);
    int count = positives.length;
    double[] precision = new double[count]; // ascending probabilities
    double[] shares = new double[count + 1]; // sums of 1 / rows that reach one, of those before
    double[] precisions = new double[count + 1]; // sums of precision / rows that reach one
    double average = 0;
    for (int i = 0; i < count; i++) {
      double found = count - below(positives, positives[i]);
      double reached = found + negatives.length - below(negatives, positives[i]);
      precision[i] = found / reached;
      shares[i + 1] = shares[i] + 1 / reached;
      precisions[i + 1] = precisions[i] + precision[i] / reached;
      average += precision[i] / count;
    }
    for (int row = 0; row < n; row++) {
      double p = rows.probabilities()[row][c];
      int reaches = upTo(positives, p);
      double own =
          rows.actual()[row] == c ? precision[below(positives, p)] - average + shares[reaches] : 0;
      added[row] += weight * (own - precisions[reaches]) * n / count;
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
