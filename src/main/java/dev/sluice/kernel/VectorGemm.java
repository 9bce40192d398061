package dev.sluice.kernel;

import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products whose sums stay in registers: tiles of up to four rows and four vectors of c, which go
 * through all of k before they are written. Tiles are written out, since the compiler keeps vectors
 * in registers only if each has a name. Names of sums and of b's vectors end in row and vector.
 *
 * <p>Needs the module {@value IncubatorModule#NAME}; compiled separately from the other classes.
 */
final class VectorGemm extends Gemm {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
  private static final int L = S.length();

  /** Sixteen sums and four vectors of b need more registers than AVX2's sixteen. */
  private static final int TALL = L == 8 ? 2 : 4;

  /** Numbers from the first of a factor to its last, about what the second-level cache holds. */
  private static final int WORTH_COPYING = 1 << 16;

  /** Rows of c whose part of a, so many terms of each, stays in the first-level cache. */
  private static final int BLOCK_ROWS = 32;

  /** Terms of a sum, so that half of that cache holds as many rows of a panel of b. */
  private static final int BLOCK_TERMS = 128;

  /** Columns of b, of which so many terms stay in the second-level cache. */
  private static final int BLOCK_COLUMNS = 512;

  private final float[] left = new float[BLOCK_TERMS * BLOCK_ROWS];
  private float[] right = {}; // panels of so many terms

  @Override
  int lanes() {
    return L;
  }

  @Override
  Elementwise elementwise() {
    return new VectorElementwise();
  }

  @Override
  Optional<LstmGates> lstmGates() {
    return Optional.of(new VectorLstm());
  }

  @Override
  Optional<GruGates> gruGates() {
    return Optional.of(new VectorGru());
  }

  @Override
  int panel() {
    return 4 * L;
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
    if (aRow != 1 || (long) k * (aColumn + bRow) < WORTH_COPYING) {
      tiles(
          m, n, k, a, aAt, aRow, aColumn, b, bAt, bRow, bPanel, start, startAt, startRow, c, cAt,
          cRow);
      return;
    }
    for (int first = 0; first < n; first += BLOCK_COLUMNS) {
      blocks(
          m,
          Math.min(BLOCK_COLUMNS, n - first),
          k,
          a,
          aAt,
          aRow,
          aColumn,
          b,
          bAt + first / panel() * bPanel,
          bRow,
          bPanel,
          start,
          startAt + first,
          startRow,
          c,
          cAt + first,
          cRow);
    }
  }

  /**
   * The same, of blocks that are copied together first: where a goes down its columns, neighbours
   * in a product are far apart in memory, and rows at certain distances drive each other out of the
   * first-level cache. Sums keep their order, and so their bits.
   */
  private void blocks(
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
    int panel = panel();
    int panels = (n + panel - 1) / panel;
    if (right.length < BLOCK_TERMS * panels * panel) {
      right = new float[BLOCK_TERMS * panels * panel];
    }
    for (int p0 = 0; p0 < k; p0 += BLOCK_TERMS) {
      int terms = Math.min(BLOCK_TERMS, k - p0);
      for (int j = 0; j < panels; j++) {
        int width = Math.min(panel, n - j * panel);
        int from = bAt + j * bPanel + p0 * bRow;
        int to = j * terms * panel;
        for (int p = 0; p < terms; p++) {
          System.arraycopy(b, from + p * bRow, right, to + p * panel, width);
        }
      }
      for (int r0 = 0; r0 < m; r0 += BLOCK_ROWS) {
        int rows = Math.min(BLOCK_ROWS, m - r0);
        for (int p = 0; p < terms; p++) {
          System.arraycopy(a, aAt + r0 + (p0 + p) * aColumn, left, p * BLOCK_ROWS, rows);
        }
        boolean begins = p0 == 0;
        tiles(
            rows,
            n,
            terms,
            left,
            0,
            1,
            BLOCK_ROWS,
            right,
            0,
            panel,
            terms * panel,
            begins ? start : c,
            begins ? startAt + r0 * startRow : cAt + r0 * cRow,
            begins ? startRow : cRow,
            c,
            cAt + r0 * cRow,
            cRow);
      }
    }
  }

  private static void tiles(
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
    int panel = bAt;
    int j = 0;
    for (; j + 4 * L <= n; j += 4 * L, panel += bPanel) {
      int r = 0;
      if (TALL == 4) {
        for (; r + 4 <= m; r += 4) {
          rows4by4(
              k,
              a,
              aAt + r * aRow,
              aRow,
              aColumn,
              b,
              panel,
              bRow,
              start,
              startAt + r * startRow + j,
              startRow,
              c,
              cAt + r * cRow + j,
              cRow);
        }
      }
      for (; r + 2 <= m; r += 2) {
        rows2by4(
            k,
            a,
            aAt + r * aRow,
            aRow,
            aColumn,
            b,
            panel,
            bRow,
            start,
            startAt + r * startRow + j,
            startRow,
            c,
            cAt + r * cRow + j,
            cRow);
      }
      if (r < m) {
        rows1by4(
            k,
            a,
            aAt + r * aRow,
            aRow,
            aColumn,
            b,
            panel,
            bRow,
            start,
            startAt + r * startRow + j,
            startRow,
            c,
            cAt + r * cRow + j,
            cRow);
      }
    }
    if (j + 2 * L <= n) {
      int r = 0;
      for (; r + 4 <= m; r += 4) {
        rows4by2(
            k,
            a,
            aAt + r * aRow,
            aRow,
            aColumn,
            b,
            panel,
            bRow,
            start,
            startAt + r * startRow + j,
            startRow,
            c,
            cAt + r * cRow + j,
            cRow);
      }
      for (; r < m; r++) {
        rows1by2(
            k,
            a,
            aAt + r * aRow,
            aRow,
            aColumn,
            b,
            panel,
            bRow,
            start,
            startAt + r * startRow + j,
            startRow,
            c,
            cAt + r * cRow + j,
            cRow);
      }
      j += 2 * L;
      panel += 2 * L;
    }
    if (j < n) {
      int r = 0;
      for (; r + 4 <= m; r += 4) {
        rows4by1(
            k,
            a,
            aAt + r * aRow,
            aRow,
            aColumn,
            b,
            panel,
            bRow,
            start,
            startAt + r * startRow + j,
            startRow,
            c,
            cAt + r * cRow + j,
            cRow);
      }
      for (; r < m; r++) {
        rows1by1(
            k,
            a,
            aAt + r * aRow,
            aRow,
            aColumn,
            b,
            panel,
            bRow,
            start,
            startAt + r * startRow + j,
            startRow,
            c,
            cAt + r * cRow + j,
            cRow);
      }
    }
  }

  private static void rows4by4(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.fromArray(S, start, startAt);
    FloatVector c01 = FloatVector.fromArray(S, start, startAt + L);
    FloatVector c02 = FloatVector.fromArray(S, start, startAt + 2 * L);
    FloatVector c03 = FloatVector.fromArray(S, start, startAt + 3 * L);
    FloatVector c10 = FloatVector.fromArray(S, start, startAt + startRow);
    FloatVector c11 = FloatVector.fromArray(S, start, startAt + startRow + L);
    FloatVector c12 = FloatVector.fromArray(S, start, startAt + startRow + 2 * L);
    FloatVector c13 = FloatVector.fromArray(S, start, startAt + startRow + 3 * L);
    FloatVector c20 = FloatVector.fromArray(S, start, startAt + 2 * startRow);
    FloatVector c21 = FloatVector.fromArray(S, start, startAt + 2 * startRow + L);
    FloatVector c22 = FloatVector.fromArray(S, start, startAt + 2 * startRow + 2 * L);
    FloatVector c23 = FloatVector.fromArray(S, start, startAt + 2 * startRow + 3 * L);
    FloatVector c30 = FloatVector.fromArray(S, start, startAt + 3 * startRow);
    FloatVector c31 = FloatVector.fromArray(S, start, startAt + 3 * startRow + L);
    FloatVector c32 = FloatVector.fromArray(S, start, startAt + 3 * startRow + 2 * L);
    FloatVector c33 = FloatVector.fromArray(S, start, startAt + 3 * startRow + 3 * L);
    for (int p = 0, at = aAt, row = bAt; p < k; p++, at += aColumn, row += bRow) {
      FloatVector b0 = FloatVector.fromArray(S, b, row);
      FloatVector b1 = FloatVector.fromArray(S, b, row + L);
      FloatVector b2 = FloatVector.fromArray(S, b, row + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, row + 3 * L);
      FloatVector a0 = FloatVector.broadcast(S, a[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(S, a[at + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
      FloatVector a2 = FloatVector.broadcast(S, a[at + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      c23 = a2.fma(b3, c23);
      FloatVector a3 = FloatVector.broadcast(S, a[at + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      c33 = a3.fma(b3, c33);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + L);
    c02.intoArray(c, cAt + 2 * L);
    c03.intoArray(c, cAt + 3 * L);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + L);
    c12.intoArray(c, cAt + cRow + 2 * L);
    c13.intoArray(c, cAt + cRow + 3 * L);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + L);
    c22.intoArray(c, cAt + 2 * cRow + 2 * L);
    c23.intoArray(c, cAt + 2 * cRow + 3 * L);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + L);
    c32.intoArray(c, cAt + 3 * cRow + 2 * L);
    c33.intoArray(c, cAt + 3 * cRow + 3 * L);
  }

  private static void rows2by4(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.fromArray(S, start, startAt);
    FloatVector c01 = FloatVector.fromArray(S, start, startAt + L);
    FloatVector c02 = FloatVector.fromArray(S, start, startAt + 2 * L);
    FloatVector c03 = FloatVector.fromArray(S, start, startAt + 3 * L);
    FloatVector c10 = FloatVector.fromArray(S, start, startAt + startRow);
    FloatVector c11 = FloatVector.fromArray(S, start, startAt + startRow + L);
    FloatVector c12 = FloatVector.fromArray(S, start, startAt + startRow + 2 * L);
    FloatVector c13 = FloatVector.fromArray(S, start, startAt + startRow + 3 * L);
    for (int p = 0, at = aAt, row = bAt; p < k; p++, at += aColumn, row += bRow) {
      FloatVector b0 = FloatVector.fromArray(S, b, row);
      FloatVector b1 = FloatVector.fromArray(S, b, row + L);
      FloatVector b2 = FloatVector.fromArray(S, b, row + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, row + 3 * L);
      FloatVector a0 = FloatVector.broadcast(S, a[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
      FloatVector a1 = FloatVector.broadcast(S, a[at + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      c13 = a1.fma(b3, c13);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + L);
    c02.intoArray(c, cAt + 2 * L);
    c03.intoArray(c, cAt + 3 * L);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + L);
    c12.intoArray(c, cAt + cRow + 2 * L);
    c13.intoArray(c, cAt + cRow + 3 * L);
  }

  private static void rows1by4(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.fromArray(S, start, startAt);
    FloatVector c01 = FloatVector.fromArray(S, start, startAt + L);
    FloatVector c02 = FloatVector.fromArray(S, start, startAt + 2 * L);
    FloatVector c03 = FloatVector.fromArray(S, start, startAt + 3 * L);
    for (int p = 0, at = aAt, row = bAt; p < k; p++, at += aColumn, row += bRow) {
      FloatVector b0 = FloatVector.fromArray(S, b, row);
      FloatVector b1 = FloatVector.fromArray(S, b, row + L);
      FloatVector b2 = FloatVector.fromArray(S, b, row + 2 * L);
      FloatVector b3 = FloatVector.fromArray(S, b, row + 3 * L);
      FloatVector a0 = FloatVector.broadcast(S, a[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      c03 = a0.fma(b3, c03);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + L);
    c02.intoArray(c, cAt + 2 * L);
    c03.intoArray(c, cAt + 3 * L);
  }

  private static void rows4by2(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.fromArray(S, start, startAt);
    FloatVector c01 = FloatVector.fromArray(S, start, startAt + L);
    FloatVector c10 = FloatVector.fromArray(S, start, startAt + startRow);
    FloatVector c11 = FloatVector.fromArray(S, start, startAt + startRow + L);
    FloatVector c20 = FloatVector.fromArray(S, start, startAt + 2 * startRow);
    FloatVector c21 = FloatVector.fromArray(S, start, startAt + 2 * startRow + L);
    FloatVector c30 = FloatVector.fromArray(S, start, startAt + 3 * startRow);
    FloatVector c31 = FloatVector.fromArray(S, start, startAt + 3 * startRow + L);
    for (int p = 0, at = aAt, row = bAt; p < k; p++, at += aColumn, row += bRow) {
      FloatVector b0 = FloatVector.fromArray(S, b, row);
      FloatVector b1 = FloatVector.fromArray(S, b, row + L);
      FloatVector a0 = FloatVector.broadcast(S, a[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(S, a[at + aRow]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(S, a[at + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(S, a[at + 3 * aRow]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + L);
    c10.intoArray(c, cAt + cRow);
    c11.intoArray(c, cAt + cRow + L);
    c20.intoArray(c, cAt + 2 * cRow);
    c21.intoArray(c, cAt + 2 * cRow + L);
    c30.intoArray(c, cAt + 3 * cRow);
    c31.intoArray(c, cAt + 3 * cRow + L);
  }

  private static void rows1by2(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.fromArray(S, start, startAt);
    FloatVector c01 = FloatVector.fromArray(S, start, startAt + L);
    for (int p = 0, at = aAt, row = bAt; p < k; p++, at += aColumn, row += bRow) {
      FloatVector b0 = FloatVector.fromArray(S, b, row);
      FloatVector b1 = FloatVector.fromArray(S, b, row + L);
      FloatVector a0 = FloatVector.broadcast(S, a[at]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
    }
    c00.intoArray(c, cAt);
    c01.intoArray(c, cAt + L);
  }

  private static void rows4by1(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.fromArray(S, start, startAt);
    FloatVector c10 = FloatVector.fromArray(S, start, startAt + startRow);
    FloatVector c20 = FloatVector.fromArray(S, start, startAt + 2 * startRow);
    FloatVector c30 = FloatVector.fromArray(S, start, startAt + 3 * startRow);
    for (int p = 0, at = aAt, row = bAt; p < k; p++, at += aColumn, row += bRow) {
      FloatVector b0 = FloatVector.fromArray(S, b, row);
      FloatVector a0 = FloatVector.broadcast(S, a[at]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(S, a[at + aRow]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(S, a[at + 2 * aRow]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(S, a[at + 3 * aRow]);
      c30 = a3.fma(b0, c30);
    }
    c00.intoArray(c, cAt);
    c10.intoArray(c, cAt + cRow);
    c20.intoArray(c, cAt + 2 * cRow);
    c30.intoArray(c, cAt + 3 * cRow);
  }

  private static void rows1by1(
      int k,
      float[] a,
      int aAt,
      int aRow,
      int aColumn,
      float[] b,
      int bAt,
      int bRow,
      float[] start,
      int startAt,
      int startRow,
      float[] c,
      int cAt,
      int cRow) {
    FloatVector c00 = FloatVector.fromArray(S, start, startAt);
    for (int p = 0, at = aAt, row = bAt; p < k; p++, at += aColumn, row += bRow) {
      FloatVector b0 = FloatVector.fromArray(S, b, row);
      FloatVector a0 = FloatVector.broadcast(S, a[at]);
      c00 = a0.fma(b0, c00);
    }
    c00.intoArray(c, cAt);
  }
}
