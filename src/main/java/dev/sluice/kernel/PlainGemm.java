package dev.sluice.kernel;

/** Without native code: rows of c at a time, in arrays. */
final class PlainGemm implements Gemm {
  private float[] left = new float[0];
  private float[] right = new float[0]; // (k, n)
  private float[] row = new float[0];
  private float[] sum = new float[0];

  @Override
  public void multiply(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      Floats a,
      long aFrom,
      int aStride,
      Floats b,
      long bFrom,
      int bStride,
      float beta,
      Floats c,
      long cFrom,
      int cStride) {
    left = rows(left, transposeA, m, k, a, (int) aFrom, aStride);
    right = rows(right, transposeB, k, n, b, (int) bFrom, bStride);
    if (row.length < n) {
      row = new float[n];
      sum = new float[n];
    }
    for (int i = 0; i < m; i++) {
      int from = (int) cFrom + i * cStride;
      if (beta == 0) {
        java.util.Arrays.fill(sum, 0, n, 0f);
      } else {
        c.buffer().get(from, sum, 0, n);
        scale(sum, beta, n);
      }
      for (int p = 0; p < k; p++) {
        System.arraycopy(right, p * n, row, 0, n);
        add(left[i * k + p], row, sum, n);
      }
      c.buffer().put(from, sum, 0, n);
    }
  }

  private static void scale(float[] y, float factor, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = factor * y[j];
    }
  }

  private static void add(float factor, float[] x, float[] y, int n) {
    for (int j = 0; j < n; j++) {
      y[j] = Math.fma(factor, x[j], y[j]);
    }
  }

  /** op(source) as (rows, columns) without gaps. */
  private static float[] rows(
      float[] room, boolean transpose, int rows, int columns, Floats source, int from, int stride) {
    float[] matrix = room.length < rows * columns ? new float[rows * columns] : room;
    if (!transpose) {
      for (int i = 0; i < rows; i++) {
        source.buffer().get(from + i * stride, matrix, i * columns, columns);
      }
      return matrix;
    }
    float[] column = new float[rows];
    for (int j = 0; j < columns; j++) {
      source.buffer().get(from + j * stride, column, 0, rows);
      for (int i = 0; i < rows; i++) {
        matrix[i * columns + j] = column[i];
      }
    }
    return matrix;
  }
}
