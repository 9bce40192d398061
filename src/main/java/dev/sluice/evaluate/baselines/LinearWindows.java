package dev.sluice.evaluate.baselines;

import dev.sluice.evaluate.Patience;
import java.util.Arrays;

/**
 * A linear map from each window to its whole horizon, with the last value subtracted from both:
 * NLinear (Zeng, Chen, Zhang and Xu, Are Transformers Effective for Time Series Forecasting?, 2023)
 * with an L2 penalty, in closed form. All columns share the weights and are measured in standard
 * deviations of their training rows.
 *
 * @param weights (steps)(lookback - 1), the oldest row first; the last one is always 0
 * @param constants (steps)
 * @param deviations (columns)
 * @param strength of the penalty, for each window
 */
record LinearWindows(double[][] weights, double[] constants, double[] deviations, double strength) {
  private static final double[] STRENGTHS = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10};
  private static final double WITHOUT_VALIDATION = 1e-2;

  /**
   * The most bytes that fitting takes: products of both parts, a factorization, two sets of
   * weights.
   */
  static long bytes(SeriesHistory training) {
    long lookback = training.lookback();
    return lookback * (5 * lookback / 2 + 4L * training.horizon() + training.gap()) * Double.BYTES;
  }

  /**
   * Fits to all windows of the training rows.
   *
   * @param validation chooses the penalty, by the squared error; may have no windows
   */
  static LinearWindows fit(SeriesHistory training, SeriesHistory validation, Patience patience) {
    double[] deviations = new double[training.columns()];
    int end = training.end();
    Moments moments = new Moments(training.lookback(), training.gap(), training.horizon());
    Moments held = new Moments(training.lookback(), training.gap(), training.horizon());
    for (int c = 0; c < deviations.length; c++) {
      patience.check();
      int memory = training.units().memory(c);
      double[] y = training.units().transformed(c, training.values()[c]);
      double[] known = Arrays.copyOfRange(y, memory, end);
      double mean = Arrays.stream(known).average().orElseThrow();
      double deviation = Math.sqrt(Season.variance(known));
      deviations[c] = deviation == 0 ? 1 : deviation;
      for (int t = 0; t < known.length; t++) {
        known[t] = (known[t] - mean) / deviations[c];
      }
      moments.add(known);
      if (validation.windows() > 0) {
        int first = validation.earliestCutoff() + 1 - training.lookback();
        double[] other = Arrays.copyOfRange(y, first, validation.end());
        for (int t = 0; t < other.length; t++) {
          other[t] = (other[t] - mean) / deviations[c];
        }
        held.add(other);
      }
    }
    moments.subtractLast();
    held.subtractLast();
    if (validation.windows() == 0) {
      return moments.solved(WITHOUT_VALIDATION, deviations, patience);
    }
    LinearWindows best = null;
    double least = Double.POSITIVE_INFINITY;
    for (double strength : STRENGTHS) {
      LinearWindows candidate = moments.solved(strength, deviations, patience);
      double error = held.squaredError(candidate);
      if (best == null || error < least) {
        best = candidate;
        least = error;
      }
    }
    return best;
  }

  /**
   * The forecast of a window, (steps).
   *
   * @param y the column in the units it was fitted in
   */
  double[] forecast(double[] y, int cutoff, int column) {
    int lookback = weights[0].length + 1;
    double[] x = new double[lookback - 1];
    for (int i = 0; i < x.length; i++) {
      x[i] = y[cutoff + 1 - lookback + i] - y[cutoff];
    }
    double[] forecast = new double[weights.length];
    for (int h = 0; h < forecast.length; h++) {
      double sum = constants[h] * deviations[column];
      double[] w = weights[h];
      for (int i = 0; i < x.length; i++) {
        sum += w[i] * x[i];
      }
      forecast[h] = y[cutoff] + sum;
    }
    return forecast;
  }

  /**
   * Sums of products of the rows of all windows, from which the normal equations follow. The
   * products move along a diagonal as the windows move along the series, so that a window does not
   * cost the square of its size.
   */
  private static final class Moments {
    private final int lookback;
    private final int gap;
    private final int horizon;
    private final int width;
    private final double[][] products; // (lookback, lookback + horizon), the upper part
    private final double[] squares; // (horizon) of targets
    private final double[] sums; // (lookback + horizon)
    private long windows;

    Moments(int lookback, int gap, int horizon) {
      this.lookback = lookback;
      this.gap = gap;
      this.horizon = horizon;
      width = lookback + gap + horizon;
      products = new double[lookback][lookback + horizon];
      squares = new double[horizon];
      sums = new double[lookback + horizon];
    }

    /** Adds all windows of some rows. */
    void add(double[] z) {
      int last = z.length - width; // where the last one begins
      windows += last + 1;
      for (int distance = 0; distance < width; distance++) {
        double sum = 0;
        for (int s = 0; s <= last; s++) {
          sum += z[s] * z[s + distance];
        }
        for (int i = 0; i < lookback && i + distance < width; i++) {
          int j = place(i + distance);
          if (j >= 0) {
            products[i][j] += sum;
          }
          if (i + distance + 1 < width) {
            sum -= z[i] * z[i + distance];
            sum += z[last + i + 1] * z[last + i + 1 + distance];
          }
        }
      }
      for (int i = 0; i < width; i++) {
        int at = place(i);
        for (int s = 0; s <= last && at >= 0; s++) {
          sums[at] += z[s + i];
          if (at >= lookback) {
            squares[at - lookback] += z[s + i] * z[s + i];
          }
        }
      }
    }

    /** The index of a row: those of the lookback, then the steps; -1 within the gap. */
    private int place(int row) {
      return row < lookback ? row : row < lookback + gap ? -1 : row - gap;
    }

    /** The sums as if the last known value had been subtracted from each window. */
    void subtractLast() {
      int last = lookback - 1;
      double lastSquares = products[last][last];
      double[] withLast = new double[lookback + horizon];
      for (int j = 0; j < withLast.length; j++) {
        withLast[j] = j < last ? products[j][last] : products[last][j];
      }
      for (int i = 0; i < lookback; i++) {
        for (int j = i; j < withLast.length; j++) {
          products[i][j] += lastSquares - withLast[i] - withLast[j];
        }
      }
      for (int h = 0; h < horizon; h++) {
        squares[h] += lastSquares - 2 * withLast[lookback + h];
      }
      double lastSum = sums[last];
      for (int j = 0; j < sums.length; j++) {
        sums[j] -= lastSum;
      }
    }

    LinearWindows solved(double strength, double[] deviations, Patience patience) {
      int size = lookback - 1;
      double[][] lower = new double[size][];
      for (int i = 0; i < size; i++) {
        patience.check();
        lower[i] = new double[i + 1];
        for (int j = 0; j <= i; j++) {
          double sum = products[j][i] - sums[i] * sums[j] / windows;
          sum += i == j ? strength * windows : 0;
          for (int k = 0; k < j; k++) {
            sum -= lower[i][k] * lower[j][k];
          }
          lower[i][j] = i == j ? Math.sqrt(sum) : sum / lower[j][j];
        }
      }
      double[][] weights = new double[horizon][size];
      double[] constants = new double[horizon];
      for (int h = 0; h < horizon; h++) {
        patience.check();
        double[] w = weights[h];
        for (int i = 0; i < size; i++) {
          double sum = products[i][lookback + h] - sums[i] * sums[lookback + h] / windows;
          for (int k = 0; k < i; k++) {
            sum -= lower[i][k] * w[k];
          }
          w[i] = sum / lower[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
          w[i] /= lower[i][i];
          for (int k = 0; k < i; k++) {
            w[k] -= lower[i][k] * w[i];
          }
        }
        constants[h] = sums[lookback + h] / windows;
        for (int i = 0; i < size; i++) {
          constants[h] -= w[i] * sums[i] / windows;
        }
      }
      return new LinearWindows(weights, constants, deviations, strength);
    }

    /** The squared error over all windows and steps, in standard deviations. */
    double squaredError(LinearWindows line) {
      double error = 0;
      for (int h = 0; h < horizon; h++) {
        double[] w = line.weights[h];
        double constant = line.constants[h];
        double cross = 0;
        double quadratic = 0;
        double linear = 0;
        for (int i = 0; i < w.length; i++) {
          double sum = products[i][i] * w[i] / 2;
          for (int j = i + 1; j < w.length; j++) {
            sum += products[i][j] * w[j];
          }
          quadratic += 2 * sum * w[i];
          cross += w[i] * products[i][lookback + h];
          linear += w[i] * sums[i];
        }
        error +=
            squares[h]
                + quadratic
                + windows * constant * constant
                + 2 * constant * linear
                - 2 * cross
                - 2 * constant * sums[lookback + h];
      }
      return error;
    }
  }
}
