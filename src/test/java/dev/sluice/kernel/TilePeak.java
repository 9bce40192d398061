package dev.sluice.kernel;

/**
 * The most that this machine's multipliers do: the tile of {@link Gemm} over matrices that stay in
 * the first-level cache, again and again.
 */
public final class TilePeak {
  private static final int SIZE = 64; // 16 KB each
  private static final int CALLS = 4000; // about 20 ms
  private static final int TRIES = 100;

  private TilePeak() {}

  /** In GFLOP/s, with so many threads at once; the best of some tries. */
  public static double gflops(int threads) {
    double most = 0;
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      Workers.run(threads, thread -> multiply());
      double seconds = (System.nanoTime() - start) / 1e9;
      most = Math.max(most, 2.0 * SIZE * SIZE * SIZE * CALLS * threads / seconds / 1e9);
    }
    return most;
  }

  private static void multiply() {
    Gemm gemm = Gemm.best();
    float[] a = new float[SIZE * SIZE]; // zeros multiply as fast as other numbers
    float[] b = new float[SIZE * SIZE];
    float[] c = new float[SIZE * SIZE];
    for (int i = 0; i < CALLS; i++) {
      gemm.multiply(
          SIZE,
          SIZE,
          SIZE,
          a,
          0,
          SIZE,
          1,
          b,
          0,
          gemm.panel(),
          SIZE * gemm.panel(),
          c,
          0,
          SIZE,
          c,
          0,
          SIZE);
    }
  }
}
