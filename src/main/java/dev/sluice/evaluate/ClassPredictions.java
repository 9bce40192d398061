package dev.sluice.evaluate;

import java.util.List;

/**
 * The classes of rows and the probabilities that a model gave them. Where there are two classes,
 * class 1 is the positive one.
 *
 * @param classes the names, at least two
 * @param actual the index of each row's class; (rows); not copied, never written
 * @param probabilities (rows, classes), also for two classes; not copied, never written
 */
public record ClassPredictions(List<String> classes, int[] actual, double[][] probabilities)
    implements Predictions {

  public ClassPredictions {
    classes = List.copyOf(classes);
    if (classes.size() < 2) {
      throw new IllegalArgumentException("at least two classes are needed: " + classes);
    }
    if (actual.length != probabilities.length) {
      throw new IllegalArgumentException(
          "%s rows have a class, %s have probabilities"
              .formatted(actual.length, probabilities.length));
    }
    for (int row = 0; row < actual.length; row++) {
      if (actual[row] < 0 || actual[row] >= classes.size()) {
        throw new IllegalArgumentException(
            "row %s has class %s of %s".formatted(row, actual[row], classes.size()));
      }
      if (probabilities[row].length != classes.size()) {
        throw new IllegalArgumentException(
            "row %s has %s probabilities for %s classes"
                .formatted(row, probabilities[row].length, classes.size()));
      }
    }
  }

  @Override
  public int size() {
    return actual.length;
  }

  /** The class predicted for a row, see {@link #mostProbable}. */
  public int predicted(int row) {
    return mostProbable(probabilities[row]);
  }

  /**
   * The index of the highest probability; of equal ones the first. So the positive one of two
   * classes needs more than one half.
   */
  public static int mostProbable(double[] probabilities) {
    int best = 0;
    for (int c = 1; c < probabilities.length; c++) {
      if (probabilities[c] > probabilities[best]) {
        best = c;
      }
    }
    return best;
  }
}
