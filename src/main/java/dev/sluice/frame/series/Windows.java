package dev.sluice.frame.series;

import java.util.Optional;

/**
 * The shape of a window: {@code lookback} rows that the network sees, {@code gap} rows that are
 * skipped, {@code horizon} rows to forecast.
 */
record Windows(int lookback, int gap, int horizon) {

  /** The number of rows in one window. */
  int rows() {
    return lookback + gap + horizon;
  }

  /** The number of rows from the last one seen to the last one forecast. */
  int ahead() {
    return gap + horizon;
  }

  /** The last row seen by the window that begins at {@code start}. */
  int cutoff(int start) {
    return start + lookback - 1;
  }

  /** The first row to forecast of the window that begins at {@code start}. */
  int firstTarget(int start) {
    return start + lookback + gap;
  }

  /**
   * The row one lag before another; two lags or more if that row would be after the cutoff, just as
   * the seasonal naive forecast repeats the last known season.
   */
  static int lagged(int row, int lag, int cutoff) {
    return row - lag * Math.max(1, (row - cutoff + lag - 1) / lag);
  }

  /** The windows that lie entirely in some rows, one every {@code stride} rows. */
  Placement within(int firstRow, int endRow, int stride) {
    int room = endRow - firstRow - rows();
    return new Placement(firstRow, room < 0 ? 0 : room / stride + 1, stride);
  }

  /** The windows whose targets all lie in some rows; the lookback may lie before them. */
  Placement forecasting(int firstRow, int endRow) {
    return new Placement(
        firstRow - gap - lookback, Math.max(0, endRow - firstRow - horizon + 1), 1);
  }

  /**
   * Where windows begin: at {@code first}, {@code first + stride}, ... or at these rows.
   *
   * @param count how many
   */
  record Placement(int first, int count, int stride, Optional<int[]> starts) {
    static final Placement NONE = new Placement(0, 0, 1);

    Placement(int first, int count, int stride) {
      this(first, count, stride, Optional.empty());
    }

    /** At these rows, in ascending order. */
    static Placement at(int[] starts) {
      return new Placement(0, starts.length, 1, Optional.of(starts));
    }

    int start(int window) {
      if (window < 0 || window >= count) {
        throw new IndexOutOfBoundsException("window " + window + " of " + count);
      }
      return starts.isPresent() ? starts.get()[window] : first + window * stride;
    }
  }
}
