package dev.sluice.evaluate;

import java.util.List;

/**
 * How often each class was predicted for rows of each class.
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

  /** The number of rows that have the class. */
  public int rows(int c) {
    int sum = 0;
    for (int count : counts[c]) {
      sum += count;
    }
    return sum;
  }

  /** The number of rows predicted to have the class. */
  public int predicted(int c) {
    int sum = 0;
    for (int[] row : counts) {
      sum += row[c];
    }
    return sum;
  }

  /** The number of rows that have the class and were predicted to have it. */
  public int right(int c) {
    return counts[c][c];
  }

  /** Precision: the share of the rows predicted to have the class that do have it. */
  public Score precision(int c) {
    return predicted(c) == 0
        ? Score.absent("no row was predicted as '%s'".formatted(classes.get(c)))
        : Score.of((double) right(c) / predicted(c));
  }

  /** Recall: the share of the rows of the class that were predicted to have it. */
  public Score recall(int c) {
    return rows(c) == 0
        ? Score.absent("no row has the class '%s'".formatted(classes.get(c)))
        : Score.of((double) right(c) / rows(c));
  }

  /** F1, the harmonic mean of precision and recall: 2 correct / (rows + predicted). */
  public Score f1(int c) {
    return rows(c) + predicted(c) == 0
        ? Score.absent("no row has the class '%s' or was predicted as it".formatted(classes.get(c)))
        : Score.of(2.0 * right(c) / (rows(c) + predicted(c)));
  }
}
