package dev.sluice.kernel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Products of matrices that stand row by row. One caller at a time. */
interface Gemm {

  /**
   * c = op(a) op(b) + beta c, op the transpose where asked for.
   *
   * @param m rows of op(a) and c
   * @param n columns of op(b) and c
   * @param k columns of op(a), rows of op(b)
   * @param aFrom index of the first element, as bFrom and cFrom
   * @param aStride from one row to the next, as bStride and cStride
   */
  void multiply(
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
      int cStride);

  /** OpenBLAS, or plain Java where it cannot be loaded, which is said once. */
  static Gemm best() {
    return Choice.BLAS ? new BlasGemm() : new PlainGemm();
  }

  /** Which it is, found out once. */
  final class Choice {
    static final boolean BLAS = blasLoads();

    private Choice() {}

    private static boolean blasLoads() {
      try {
        return BlasGemm.loads();
      } catch (LinkageError e) {
        Logger log = LoggerFactory.getLogger(Gemm.class);
        log.warn("recurrent layers run in plain Java, slower: no OpenBLAS ({})", e.toString());
        return false;
      }
    }
  }
}
