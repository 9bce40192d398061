import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * How often the middle 95% of resampled scores hold the true score, beside Student's t on the log odds
 * or the logarithm with the error of the infinitesimal jackknife: java Percentiles.java
 */
public final class Percentiles {
  private static final int SAMPLES = 2000;
  private static final int DRAWS = 1000;
  private static final double STEP = 1e-3;

  /** Rows of sums: (rows)(sums). */
  interface Sampler {
    double[][] draw(Random random, int rows);
  }

  public static void main(String[] args) {
    for (int rows : new int[] {50, 100, 400}) {
      double found = 0.3 * 0.8;
      print(
          "F1",
          rows,
          Percentiles::decisions,
          s -> 2 * s[0] / (s[1] + s[2]),
          2 * found / (0.3 + found + 0.7 * 0.1),
          true);
      print("log loss", rows, Percentiles::losses, s -> s[0] / s[1], 0.406548, false);
      for (double apart : new double[] {1.5, 2.8}) {
        print(
            "area of " + String.format(Locale.ROOT, "%.2f", normal(apart / Math.sqrt(2))),
            rows,
            (random, n) -> placements(random, n, apart),
            s -> s[0] / s[1] + s[2] / s[3] - s[4] / (s[1] + s[3]),
            normal(apart / Math.sqrt(2)),
            true);
      }
    }
  }

  private static void print(
      String what,
      int rows,
      Sampler sampler,
      ToDoubleFunction<double[]> score,
      double truth,
      boolean isShare) {
    Random random = new Random(rows);
    int percentiles = 0;
    int jackknife = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      double[][] drawn = sampler.draw(random, rows);
      double[] all = sum(drawn);
      double value = score.applyAsDouble(all);
      double[] scores = new double[DRAWS];
      for (int draw = 0; draw < DRAWS; draw++) {
        double[][] again = new double[rows][];
        Arrays.setAll(again, row -> drawn[random.nextInt(rows)]);
        scores[draw] = score.applyAsDouble(sum(again));
      }
      Arrays.sort(scores);
      percentiles += scores[DRAWS / 40] <= truth && truth <= scores[DRAWS - 1 - DRAWS / 40] ? 1 : 0;
      double half = student(rows - 1) * error(drawn, all, score);
      double[] ends = {-half, half};
      for (int end = 0; end < 2; end++) {
        double width = ends[end] / (isShare ? value * (1 - value) : value);
        ends[end] =
            isShare
                ? 1 / (1 + Math.exp(-Math.log(value / (1 - value)) - width))
                : value * Math.exp(width);
      }
      jackknife += ends[0] <= truth && truth <= ends[1] ? 1 : 0;
    }
    System.out.printf(
        Locale.ROOT,
        "%s, %d rows: middle of the draws %.1f%%, jackknife %.1f%%%n",
        what,
        rows,
        100.0 * percentiles / SAMPLES,
        100.0 * jackknife / SAMPLES);
  }

  private static double[] sum(double[][] rows) {
    double[] sum = new double[rows[0].length];
    for (double[] row : rows) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += row[i];
      }
    }
    return sum;
  }

  private static double error(double[][] rows, double[] all, ToDoubleFunction<double[]> score) {
    double squares = 0;
    for (double[] row : rows) {
      double[] more = new double[all.length];
      double[] less = new double[all.length];
      Arrays.setAll(more, i -> all[i] + STEP * row[i]);
      Arrays.setAll(less, i -> all[i] - STEP * row[i]);
      double slope = (score.applyAsDouble(more) - score.applyAsDouble(less)) / (2 * STEP);
      squares += slope * slope;
    }
    return Math.sqrt(squares * rows.length / (rows.length - 1.0));
  }

  /** Whether a row is found, has the class and was given it: recall 0.8, 10% of the others given. */
  private static double[][] decisions(Random random, int n) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      boolean has = random.nextDouble() < 0.3;
      boolean given = random.nextDouble() < (has ? 0.8 : 0.1);
      rows[i] = new double[] {has && given ? 1 : 0, has ? 1 : 0, given ? 1 : 0};
    }
    return rows;
  }

  /** The log loss of a calibrated model whose log odds are normal, with a deviation of 2.5. */
  private static double[][] losses(Random random, int n) {
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      double p = 1 / (1 + Math.exp(-2.5 * random.nextGaussian()));
      rows[i] = new double[] {-Math.log(random.nextDouble() < p ? p : 1 - p), 1};
    }
    return rows;
  }

  /** Placements of positives and negatives whose scores are normal and so far apart. */
  private static double[][] placements(Random random, int n, double apart) {
    boolean[] positive = new boolean[n];
    double[] scores = new double[n];
    int positives = 0;
    while (positives == 0 || positives == n) {
      positives = 0;
      for (int i = 0; i < n; i++) {
        positive[i] = random.nextDouble() < 0.4;
        scores[i] = random.nextGaussian() + (positive[i] ? apart : 0);
        positives += positive[i] ? 1 : 0;
      }
    }
    double[][] rows = new double[n][5];
    double area = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (positive[i] && !positive[j] && scores[i] > scores[j]) {
          rows[i][0] += 1.0 / (n - positives);
          rows[j][2] += 1.0 / positives;
          area += 1.0 / positives / (n - positives);
        }
      }
    }
    for (int i = 0; i < n; i++) {
      rows[i][1] = positive[i] ? 1 : 0;
      rows[i][3] = positive[i] ? 0 : 1;
      rows[i][4] = area;
    }
    return rows;
  }

  /** 97.5% of Student's t, by Cornish and Fisher. */
  private static double student(int freedom) {
    double z = 1.959964;
    return z
        + (Math.pow(z, 3) + z) / 4 / freedom
        + (5 * Math.pow(z, 5) + 16 * Math.pow(z, 3) + 3 * z) / 96 / freedom / freedom;
  }

  /** The share of normal values below x, by adding up the density. */
  private static double normal(double x) {
    double sum = 0;
    for (double t = -9; t < x; t += 1e-4) {
      sum += Math.exp(-t * t / 2) / Math.sqrt(2 * Math.PI) * 1e-4;
    }
    return sum;
  }
}
