package dev.sluice.kernel;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.blas_set_num_threads;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

/** OpenBLAS on the caller's thread: the batch is what is split over threads. */
final class BlasGemm implements Gemm {
  private final Floats.Address a = new Floats.Address();
  private final Floats.Address b = new Floats.Address();
  private final Floats.Address c = new Floats.Address();

  /** Loads the native library. */
  static boolean loads() {
    blas_set_num_threads(1);
    return true;
  }

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
    cblas_sgemm(
        CblasRowMajor,
        transposeA ? CblasTrans : CblasNoTrans,
        transposeB ? CblasTrans : CblasNoTrans,
        m,
        n,
        k,
        1f,
        this.a.at(a, aFrom),
        aStride,
        this.b.at(b, bFrom),
        bStride,
        beta,
        this.c.at(c, cFrom),
        cStride);
  }
}
