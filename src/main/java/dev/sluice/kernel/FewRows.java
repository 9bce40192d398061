package dev.sluice.kernel;

/**
 * The product of a few rows with a matrix, added up in plain loops. A BLAS packs the matrix anew
 * for each call, which for one row takes ten times as long as the product.
 */
final class FewRows {
  /** Up to here this is faster than OpenBLAS; see docs/performance.md. */
  static final int MOST = 20;

  private static final int TILE = 16;

  private float[] flat = {};
  private float[][] matrix = {}; // (k)(n)

  /**
   * Takes a matrix.
   *
   * @param transposed (n, k), row by row
   */
  void load(Floats transposed, int n, int k) {
    if (matrix.length != k || k > 0 && matrix[0].length != n) {
      flat = new float[n * k];
      matrix = new float[k][n];
    }
    transposed.buffer().get(0, flat);
    for (int i0 = 0; i0 < n; i0 += TILE) {
      for (int p0 = 0; p0 < k; p0 += TILE) {
        for (int p = p0; p < Math.min(k, p0 + TILE); p++) {
          float[] row = matrix[p];
          for (int i = i0; i < Math.min(n, i0 + TILE); i++) {
            row[i] = flat[i * k + p];
          }
        }
      }
    }
  }

  /**
   * sums += left matrix.
   *
   * @param sums (rows)(n)
   * @param left (rows, k), row by row
   */
  void addProduct(float[][] sums, int rows, float[] left) {
    int k = matrix.length;
    int n = matrix[0].length;
    int p = 0;
    for (; p + 4 <= k; p += 4) {
      for (int r = 0; r < rows; r++) {
        add4(matrix[p], matrix[p + 1], matrix[p + 2], matrix[p + 3], left, r * k + p, sums[r], n);
      }
    }
    for (; p < k; p++) {
      for (int r = 0; r < rows; r++) {
        add(matrix[p], left[r * k + p], sums[r], n);
      }
    }
  }

  /** Four at a time: the sums are read and written once for them. */
  private static void add4(
      float[] b0, float[] b1, float[] b2, float[] b3, float[] a, int at, float[] sum, int n) {
    float a0 = a[at];
    float a1 = a[at + 1];
    float a2 = a[at + 2];
    float a3 = a[at + 3];
    for (int j = 0; j < n; j++) {
      sum[j] =
          Math.fma(
              a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], sum[j]))));
    }
  }

  private static void add(float[] b, float a, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] = Math.fma(a, b[j], sum[j]);
    }
  }
}
