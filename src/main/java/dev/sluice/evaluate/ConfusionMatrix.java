package dev.sluice.evaluate;

import java.util.List;

/**
 * How often each class was taken for which.
 *
 * @param classes the names
 * @param counts (actual class, predicted class)
 */
public record ConfusionMatrix(List<String> classes, int[][] counts) {

  public static ConfusionMatrix of(ClassPredictions predictions) {
    int[][] counts = new int[predictions.classes().size()][predictions.classes().size()];
    for (int row = 0; row < predictions.size(); row++) {
      counts[predictions.actual()[row]][predictions.predicted(row)]++;
    }
    return new ConfusionMatrix(predictions.classes(), counts);
  }

  /** The rows that have the class. */
  public int rows(int c) {
    int sum = 0;
    for (int count : counts[c]) {
      sum += count;
    }
    return sum;
  }

  /** The rows given the class. */
  public int predicted(int c) {
    int sum = 0;
    for (int[] row : counts) {
      sum += row[c];
    }
    return sum;
  }

  /** The rows that have the class and were given it. */
  public int right(int c) {
    return counts[c][c];
  }

  /** Of the rows given the class, the share that has it. */
  public Score precision(int c) {
    return predicted(c) == 0
        ? Score.absent("no row was given the class '%s'".formatted(classes.get(c)))
        : Score.of((double) right(c) / predicted(c));
  }

  /** Of the rows that have the class, the share given it. */
  public Score recall(int c) {
    return rows(c) == 0
        ? Score.absent("no row has the class '%s'".formatted(classes.get(c)))
        : Score.of((double) right(c) / rows(c));
  }

  /** The harmonic mean of precision and recall: 2 right / (rows + predicted). */
  public Score f1(int c) {
    return rows(c) + predicted(c) == 0
        ? Score.absent("no row has the class '%s' or was given it".formatted(classes.get(c)))
        : Score.of(2.0 * right(c) / (rows(c) + predicted(c)));
  }
}
