package dev.sluice.evaluate.baselines;

import java.util.Arrays;

/**
 * What was known when each window was forecast. Windows share the rows: nothing is copied.
 *
 * @param values the target columns from their first row on, original units, equally spaced;
 *     (columns, rows); not copied, never written
 * @param cutoffs the index of the last known row of each window, in time order; (windows)
 * @param lookback rows of each window that a model sees
 * @param horizon steps to forecast
 * @param gap rows between the last known one and the first one forecast: step h, counted from 1, is
 *     the row cutoff + gap + h
 * @param units in which the model sees the columns
 */
public record SeriesHistory(
    double[][] values, int[] cutoffs, int lookback, int horizon, int gap, Units units) {

  /** Columns after the transforms of the config, such as a logarithm. */
  public interface Units {
    /** Untransformed columns. */
    Units ORIGINAL =
        new Units() {
          @Override
          public int memory(int column) {
            return 0;
          }

          @Override
          public double[] transformed(int column, double[] values) {
            return values;
          }

          @Override
          public double[] inverse(int column, double[] forecast, double[] values, int cutoff) {
            return forecast;
          }
        };

    /** The number of first rows that have no transformed value. */
    int memory(int column);

    /**
     * @return (rows), never written; NaN in the first rows
     */
    double[] transformed(int column, double[] values);

    /**
     * @param forecast of the rows right after the cutoff
     */
    double[] inverse(int column, double[] forecast, double[] values, int cutoff);
  }

  public SeriesHistory {
    if (lookback < 1 || horizon < 1 || gap < 0) {
      throw new IllegalArgumentException(
          "lookback %s, horizon %s, gap %s".formatted(lookback, horizon, gap));
    }
    int before = 0;
    for (int cutoff : cutoffs) {
      if (cutoff < 0 || cutoff >= values[0].length) {
        throw new IllegalArgumentException(
            "the cutoff %s is none of %s rows".formatted(cutoff, values[0].length));
      }
      if (cutoff < before) {
        throw new IllegalArgumentException("the cutoffs are not in time order");
      }
      before = cutoff;
    }
  }

  int columns() {
    return values.length;
  }

  int windows() {
    return cutoffs.length;
  }

  /** The earliest cutoff; the last row if there are no windows. */
  int earliestCutoff() {
    return cutoffs.length == 0 ? values[0].length - 1 : cutoffs[0];
  }

  /** The row after the last one that a window forecasts. */
  int end() {
    return Math.min(values[0].length, cutoffs[cutoffs.length - 1] + gap + horizon + 1);
  }

  /** Whether this series begins with the same rows as another one. */
  boolean beginsWith(SeriesHistory other, int rows) {
    for (int c = 0; c < values.length; c++) {
      if (values[c].length < rows || !Arrays.equals(values[c], 0, rows, other.values[c], 0, rows)) {
        return false;
      }
    }
    return true;
  }
}
