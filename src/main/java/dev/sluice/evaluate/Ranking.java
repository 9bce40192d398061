package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One class against the rest: the effect of a threshold at each probability of the class's own
 * rows. Only these rows are sorted, so that a thousand classes cost little more than ten.
 *
 * <p>The ROC curve and its area follow from it (Fawcett, An introduction to ROC analysis, 2006), as
 * do precision and recall at each threshold.
 */
public final class Ranking {
  private static final int BLOCK = 16; // classes whose probabilities are read together

  private final String name;
  private final double[] thresholds; // the distinct probabilities of rows of the class, descending
  private final long[] found; // rows of the class that reach each
  private final long[] above; // other rows beyond each
  private final long[] reached; // other rows that reach each
  private final long others;

  private Ranking(String name, double[] ofClass, double[] ofOthers) {
    this.name = name;
    this.others = ofOthers.length;
    Arrays.sort(ofClass);
    double[] rising = Arrays.stream(ofClass).distinct().toArray();
    int n = rising.length;
    long[] equal = new long[n];
    long[] between = new long[n + 1]; // [k]: above k of the distinct probabilities
    for (double p : ofOthers) {
      int below = countBelow(rising, p);
      if (below < n && rising[below] == p) {
        equal[below]++;
      } else {
        between[below]++;
      }
    }
    thresholds = new double[n];
    found = new long[n];
    above = new long[n];
    reached = new long[n];
    long passed = 0;
    int row = ofClass.length;
    for (int j = 0; j < n; j++) {
      int k = n - 1 - j;
      thresholds[j] = rising[k];
      while (row > 0 && ofClass[row - 1] == rising[k]) {
        row--;
      }
      found[j] = ofClass.length - row;
      above[j] = passed + between[k + 1];
      reached[j] = above[j] + equal[k];
      passed = reached[j];
    }
  }

  /**
   * How many of the ascending numbers are less; without a branch that a processor might mispredict.
   */
  private static int countBelow(double[] rising, double p) {
    int from = 0;
    int left = rising.length;
    while (left > 1) {
      int half = left >>> 1;
      from = rising[from + half - 1] < p ? from + half : from;
      left -= half;
    }
    return left == 1 && rising[from] < p ? from + 1 : from;
  }

  /** Of one class. */
  public static Ranking of(ClassPredictions predictions, int c) {
    return block(predictions, c, c + 1).get(0);
  }

  /** Of every class, in their order. */
  public static List<Ranking> ofAll(ClassPredictions predictions) {
    int classes = predictions.classes().size();
    return IntStream.range(0, (classes + BLOCK - 1) / BLOCK)
        .parallel()
        .mapToObj(b -> block(predictions, b * BLOCK, Math.min(classes, (b + 1) * BLOCK)).stream())
        .flatMap(rankings -> rankings)
        .toList();
  }

  private static List<Ranking> block(ClassPredictions predictions, int from, int to) {
    int[] actual = predictions.actual();
    int[] rows = new int[to - from];
    for (int a : actual) {
      if (a >= from && a < to) {
        rows[a - from]++;
      }
    }
    double[][] ofClass = new double[to - from][];
    double[][] ofOthers = new double[to - from][];
    for (int c = 0; c < rows.length; c++) {
      ofClass[c] = new double[rows[c]];
      ofOthers[c] = new double[actual.length - rows[c]];
    }
    int[] filled = new int[to - from];
    for (int i = 0; i < actual.length; i++) {
      double[] p = predictions.probabilities()[i];
      for (int c = 0; c < filled.length; c++) {
        double value = p[from + c] + 0.0; // -0.0 is 0.0
        if (actual[i] == from + c) {
          ofClass[c][filled[c]++] = value;
        } else {
          ofOthers[c][i - filled[c]] = value;
        }
      }
    }
    List<Ranking> rankings = new ArrayList<>();
    for (int c = 0; c < filled.length; c++) {
      rankings.add(new Ranking(predictions.classes().get(from + c), ofClass[c], ofOthers[c]));
    }
    return rankings;
  }

  /** The class. */
  public String name() {
    return name;
  }

  /** How many thresholds there are, the highest at index 0. */
  public int size() {
    return thresholds.length;
  }

  /** The rows that have the class. */
  public long rows() {
    return found.length == 0 ? 0 : found[found.length - 1];
  }

  /** The rows that do not. */
  public long others() {
    return others;
  }

  /** The decisions if the class is predicted from the threshold at an index on. */
  public Decisions at(int index) {
    return new Decisions(thresholds[index], found[index], reached[index], rows(), others);
  }

  /** The decisions if a class is predicted from some probability on. */
  public static Decisions decisions(ClassPredictions predictions, int c, double threshold) {
    long found = 0;
    long wrong = 0;
    long rows = 0;
    for (int i = 0; i < predictions.size(); i++) {
      boolean has = predictions.actual()[i] == c;
      boolean given = predictions.probabilities()[i][c] >= threshold;
      rows += has ? 1 : 0;
      found += has && given ? 1 : 0;
      wrong += !has && given ? 1 : 0;
    }
    return new Decisions(threshold, found, wrong, rows, predictions.size() - rows);
  }

  /**
   * The decisions that follow from a threshold.
   *
   * @param found rows of the class that are predicted to have it: true positives
   * @param wrong other rows that are predicted to have it: false positives
   * @param rows that have the class
   * @param others that do not
   */
  public record Decisions(double threshold, long found, long wrong, long rows, long others) {
    /** The rows that are predicted to have the class. */
    public long given() {
      return found + wrong;
    }

    public Score precision() {
      return given() == 0
          ? Score.absent("no row is predicted as the class")
          : Score.of((double) found / given());
    }

    public Score recall() {
      return rows == 0 ? Score.absent("no row has the class") : Score.of((double) found / rows);
    }

    public Score f1() {
      return rows + given() == 0
          ? Score.absent("no row has the class or is predicted as it")
          : Score.of(2.0 * found / (rows + given()));
    }

    public Score accuracy() {
      return rows + others == 0
          ? Score.absent("there are no rows")
          : Score.of((double) (found + others - wrong) / (rows + others));
    }
  }

  /**
   * The chance that a row of the class has a higher probability than another row, with ties
   * counting one half (Mann and Whitney 1947): the area under the ROC curve.
   */
  public Score rocAuc() {
    if (rows() == 0 || others == 0) {
      return Score.absent(
          "%s row has the class '%s'".formatted(rows() == 0 ? "no" : "every", name));
    }
    double halves = 0;
    for (int j = 0; j < size(); j++) {
      halves += (double) here(j) * (2 * (others - reached[j]) + reached[j] - above[j]);
    }
    return Score.of(halves / 2 / rows() / others);
  }

  /**
   * The mean of the precision at the thresholds, weighted by the recall that each adds: the area
   * under the precision-recall curve, without interpolation.
   */
  public Score averagePrecision() {
    if (rows() == 0) {
      return Score.absent("no row has the class '%s'".formatted(name));
    }
    double sum = 0;
    for (int j = 0; j < size(); j++) {
      sum += here(j) * ((double) found[j] / (found[j] + reached[j]));
    }
    return Score.of(sum / rows());
  }

  private long here(int j) {
    return found[j] - (j == 0 ? 0 : found[j - 1]);
  }

  /**
   * The corners of the ROC curve from (0, 0) to (1, 1), evenly spread along the curve. There are at
   * most the given number.
   *
   * @return (points)(share of the other rows, share of the rows of the class); none if {@link
   *     #rocAuc} has no value
   */
  public double[][] roc(int most) {
    if (rows() == 0 || others == 0) {
      return new double[0][];
    }
    List<double[]> corners = new ArrayList<>(List.of(new double[] {0, 0}));
    for (int j = 0; j < size(); j++) {
      long before = j == 0 ? 0 : found[j - 1];
      corners.add(corner(above[j], before));
      corners.add(corner(reached[j], found[j]));
    }
    corners.add(new double[] {1, 1});
    double step = 2.0 / (most - 1);
    List<double[]> kept = new ArrayList<>();
    double next = 0; // along the curve, whose length in both directions together is 2
    for (int i = 0; i < corners.size(); i++) {
      double[] point = corners.get(i);
      boolean last = i == corners.size() - 1;
      if (last || corners.size() <= most || point[0] + point[1] >= next) {
        if (kept.isEmpty() || !Arrays.equals(kept.get(kept.size() - 1), point)) {
          kept.add(point);
        }
        next = point[0] + point[1] + step;
      }
    }
    return kept.toArray(double[][]::new);
  }

  private double[] corner(long ofOthers, long ofClass) {
    return new double[] {(double) ofOthers / others, (double) ofClass / rows()};
  }

  /**
   * The indexes of at most the given number of thresholds, evenly spread, including the highest and
   * lowest.
   */
  public int[] sample(int most) {
    int n = size();
    return n <= most
        ? IntStream.range(0, n).toArray()
        : IntStream.range(0, most).map(i -> (int) ((long) i * (n - 1) / (most - 1))).toArray();
  }
}
