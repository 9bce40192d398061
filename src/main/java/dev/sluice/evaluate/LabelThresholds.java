package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The probability from which on each label is predicted.
 *
 * @param values (labels), between 0 and 1; not copied, never written
 * @param chosen the number of thresholds that were chosen; the others are {@link #USUAL}
 */
public record LabelThresholds(double[] values, int chosen) {
  public static final double USUAL = 0.5;
  private static final int FEWEST_ROWS = 5; // with the label: fewer say little

  /**
   * The threshold with the highest F1 for each label (SCut with a floor: Yang, A study of
   * thresholding strategies for text categorization, 2001); of equal ones the one nearest to one
   * half.
   *
   * @param actual (rows)(labels)
   * @param probabilities (rows)(labels)
   */
  public static LabelThresholds choose(boolean[][] actual, double[][] probabilities, int labels) {
    double[] values = new double[labels];
    int chosen = 0;
    for (int k = 0; k < labels; k++) {
      int label = k;
      long rows = Arrays.stream(actual).filter(row -> row[label]).count();
      values[k] = rows < FEWEST_ROWS ? USUAL : best(actual, probabilities, k, rows);
      chosen += rows < FEWEST_ROWS ? 0 : 1;
    }
    return new LabelThresholds(values, chosen);
  }

  private static double best(boolean[][] actual, double[][] probabilities, int k, long rows) {
    Integer[] falling = new Integer[actual.length];
    Arrays.setAll(falling, i -> i);
    Arrays.sort(falling, Comparator.comparingDouble(i -> -probabilities[i][k]));
    double best = USUAL;
    double bestF1 = -1;
    int right = 0;
    for (int n = 1; n <= falling.length; n++) { // predicts it for the n most probable rows
      right += actual[falling[n - 1]][k] ? 1 : 0;
      double above = probabilities[falling[n - 1]][k];
      double below = n < falling.length ? probabilities[falling[n]][k] : 0;
      if (above == below) {
        continue;
      }
      double f1 = 2.0 * right / (n + rows);
      double threshold = below < USUAL && USUAL <= above ? USUAL : (above + below) / 2;
      if (threshold > 0
          && threshold < 1
          && (f1 > bestF1
              || f1 == bestF1 && Math.abs(threshold - USUAL) < Math.abs(best - USUAL))) {
        bestF1 = f1;
        best = threshold;
      }
    }
    return best;
  }

  /** Which labels reach their thresholds; (rows)(labels). */
  public static boolean[][] given(double[][] probabilities, double[] thresholds) {
    boolean[][] given = new boolean[probabilities.length][thresholds.length];
    for (int i = 0; i < given.length; i++) {
      for (int k = 0; k < thresholds.length; k++) {
        given[i][k] = probabilities[i][k] >= thresholds[k];
      }
    }
    return given;
  }
}
