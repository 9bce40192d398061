package dev.sluice.kernel;

/**
 * A matrix (k, n) in the order in which {@link Gemm} reads its right factor: panels of columns one
 * after the other, each row by row. Columns that pad the last vector are 0.
 */
final class Panels {
  private static final int TILE = 16;
  private static final int WORTH_A_THREAD = 30_000; // numbers

  private float[] data = {};
  private int row;
  private int panel;

  /**
   * Packs the matrix whose element (p, j) is {@code source[from + p * down + j * across]}; one of
   * the two distances is 1.
   */
  void load(Gemm gemm, float[] source, int from, int k, int n, int down, int across) {
    load(gemm, source, from, k, n, down, across, 1);
  }

  /** The same on several threads if that is worth it. */
  void load(Gemm gemm, float[] source, int from, int k, int n, int down, int across, int threads) {
    int padded = gemm.padded(n);
    row = Math.min(gemm.panel(), padded);
    panel = k * row;
    int columns = (padded + row - 1) / row * row;
    if (data.length != k * columns) {
      data = new float[k * columns];
    }
    Workers.runParts(
        (int) Math.max(1, Math.min(threads, (long) k * n / WORTH_A_THREAD)),
        columns / row,
        (first, end) -> {
          for (int j0 = first * row; j0 < end * row; j0 += row) {
            int width = Math.min(row, n - j0);
            int to = j0 * k;
            if (across == 1) {
              for (int p = 0; p < k; p++) {
                System.arraycopy(source, from + p * down + j0, data, to + p * row, width);
              }
            } else {
              transpose(source, from + j0 * across, across, k, width, to);
            }
          }
        });
  }

  private void transpose(float[] source, int from, int across, int k, int width, int to) {
    for (int p0 = 0; p0 < k; p0 += TILE) {
      int end = Math.min(k, p0 + TILE);
      for (int j = 0; j < width; j++) {
        int at = from + j * across;
        for (int p = p0; p < end; p++) {
          data[to + p * row + j] = source[at + p];
        }
      }
    }
  }

  float[] data() {
    return data;
  }

  /** The distance between rows within a panel. */
  int row() {
    return row;
  }

  /** The distance between panels. */
  int panel() {
    return panel;
  }
}
