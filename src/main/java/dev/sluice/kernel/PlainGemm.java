package dev.sluice.kernel;

/**
 * Loops over arrays with a single index each, which the compiler vectorizes by itself; for this,
 * every row has its own array.
 */
final class PlainGemm extends Gemm {
  private float[][] right = {}; // (k)(n)
  private float[] sum = {}; // (n)

  @Override
  int lanes() {
    return 1;
  }

  @Override
  int panel() {
    return Integer.MAX_VALUE;
  }

  @Override
  void multiply(
      int m,
      int n,
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      int bPanel,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    if (right.length < k || sum.length < n) {
      right = new float[Math.max(k, right.length)][Math.max(n, sum.length)];
      sum = new float[Math.max(n, sum.length)];
    }
    for (int p = 0; p < k; p++) {
      System.arraycopy(b, bAt + p * bRow, right[p], 0, n);
    }
    for (int r = 0; r < m; r++) {
      System.arraycopy(start, startAt + r * startRow, sum, 0, n);
      int at = aAt + r * aRow;
      int p = 0;
      for (; p + 4 <= k; p += 4, at += 4 * aColumn) {
        add(
            a[at],
            right[p],
            a[at + aColumn],
            right[p + 1],
            a[at + 2 * aColumn],
            right[p + 2],
            a[at + 3 * aColumn],
            right[p + 3],
            sum,
            n);
      }
      for (; p < k; p++, at += aColumn) {
        add(a[at], right[p], sum, n);
      }
      System.arraycopy(sum, 0, c, cAt + r * cRow, n);
    }
  }

  /** Adds four products at a time, so that the sums are read and written once for all of them. */
  private static void add(
      float a0,
      float[] b0,
      float a1,
      float[] b1,
      float a2,
      float[] b2,
      float a3,
      float[] b3,
      float[] sum,
      int n) {
    for (int j = 0; j < n; j++) {
      sum[j] =
          Math.fma(
              a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], sum[j]))));
    }
  }

  private static void add(float a, float[] b, float[] sum, int n) {
    for (int j = 0; j < n; j++) {
      sum[j] = Math.fma(a, b[j], sum[j]);
    }
  }
}
