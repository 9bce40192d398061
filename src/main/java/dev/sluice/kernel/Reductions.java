package dev.sluice.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Reductions of many floats, in one pass that the compiler vectorizes, with several independent
 * sums.
 */
public final class Reductions {
  private static final int CHUNK = 2048;
  private static final int WORTH_A_THREAD = 100_000;

  private Reductions() {}

  /** The Euclidean norm of the first n; infinite if a square overflows. */
  public static double norm(Floats floats, int n) {
    float[] sums = new float[CHUNK];
    float[] x = new float[CHUNK];
    for (int at = 0; at < n; at += CHUNK) {
      int size = Math.min(CHUNK, n - at);
      floats.buffer().get(at, x, 0, size);
      addSquares(x, sums, size);
    }
    return Math.sqrt(sum(sums));
  }

  /**
   * Whether the first n are all finite.
   *
   * @param threads the most that this may use
   */
  public static boolean allFinite(Floats floats, int n, int threads) {
    int parts = Math.max(1, Math.min(threads, n / WORTH_A_THREAD));
    AtomicBoolean finite = new AtomicBoolean(true);
    Workers.runParts(
        parts,
        n,
        (from, to) -> {
          if (!allFiniteBetween(floats, from, to)) {
            finite.set(false);
          }
        });
    return finite.get();
  }

  private static boolean allFiniteBetween(Floats floats, int from, int to) {
    float[] sums = new float[CHUNK];
    float[] x = new float[CHUNK];
    for (int at = from; at < to; at += CHUNK) {
      int size = Math.min(CHUNK, to - at);
      floats.buffer().get(at, x, 0, size);
      addZeroTimes(x, sums, size);
    }
    return sum(sums) == 0;
  }

  private static void addSquares(float[] x, float[] sums, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = Math.fma(x[j], x[j], sums[j]);
    }
  }

  /** 0 times a number that is not finite is NaN. */
  private static void addZeroTimes(float[] x, float[] sums, int n) {
    for (int j = 0; j < n; j++) {
      sums[j] = sums[j] + 0f * x[j];
    }
  }

  private static double sum(float[] sums) {
    double sum = 0;
    for (float part : sums) {
      sum += part;
    }
    return sum;
  }
}
