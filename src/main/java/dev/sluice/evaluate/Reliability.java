package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * How often predictions with some probability come true, in ten bins of equal width: (0, 0.1],
 * (0.1, 0.2], ...; a probability of 0 is in the first one.
 *
 * @param bins those that have rows, in ascending order
 */
public record Reliability(List<Bin> bins) {
  private static final int BINS = 10;

  /**
   * One bin.
   *
   * @param from exclusive
   * @param to inclusive
   * @param said the mean predicted probability of its rows
   * @param so the share of its rows for which the prediction is true
   */
  public record Bin(double from, double to, long rows, double said, double so) {}

  public Reliability {
    bins = List.copyOf(bins);
  }

  /** For the prediction of the most probable class, by its probability. */
  public static Reliability ofConfidence(ClassPredictions predictions) {
    double[] said = new double[predictions.size()];
    boolean[] so = new boolean[predictions.size()];
    for (int i = 0; i < said.length; i++) {
      double[] p = predictions.probabilities()[i];
      int most = ClassPredictions.mostProbable(p);
      said[i] = p[most];
      so[i] = most == predictions.actual()[i];
    }
    return of(said, so);
  }

  /** For the prediction that a row has a class, by its probability. */
  public static Reliability ofClass(ClassPredictions predictions, int c) {
    double[] said = new double[predictions.size()];
    boolean[] so = new boolean[predictions.size()];
    for (int i = 0; i < said.length; i++) {
      said[i] = predictions.probabilities()[i][c];
      so[i] = predictions.actual()[i] == c;
    }
    return of(said, so);
  }

  private static Reliability of(double[] said, boolean[] so) {
    long[] rows = new long[BINS];
    double[] sums = new double[BINS];
    long[] right = new long[BINS];
    for (int i = 0; i < said.length; i++) {
      int bin = Math.min(BINS - 1, Math.max(0, (int) Math.ceil(said[i] * BINS) - 1));
      rows[bin]++;
      sums[bin] += said[i];
      right[bin] += so[i] ? 1 : 0;
    }
    List<Bin> bins = new ArrayList<>();
    for (int b = 0; b < BINS; b++) {
      if (rows[b] > 0) {
        bins.add(
            new Bin(
                (double) b / BINS,
                (b + 1.0) / BINS,
                rows[b],
                sums[b] / rows[b],
                (double) right[b] / rows[b]));
      }
    }
    return new Reliability(bins);
  }

  /**
   * The expected calibration error: the mean distance between probability and frequency over the
   * rows (Guo et al., On calibration of modern neural networks, 2017, equation 3).
   */
  public Score error() {
    long all = bins.stream().mapToLong(Bin::rows).sum();
    return all == 0
        ? Score.absent("there are no rows to score")
        : Score.of(
            bins.stream().mapToDouble(b -> b.rows() * Math.abs(b.said() - b.so())).sum() / all);
  }
}
