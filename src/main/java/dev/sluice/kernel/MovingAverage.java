package dev.sluice.kernel;

/** An average that moves towards new numbers by a share of the distance, in one pass. */
public final class MovingAverage {
  private static final int CHUNK = 1024; // both arrays of it fit into the first-level cache
  private static final int WORTH_A_THREAD = 50_000;

  private MovingAverage() {}

  /**
   * average += share (values - average).
   *
   * @param average (n), overwritten
   * @param values (n)
   * @param threads the most that this may use; the result does not depend on it
   */
  public static void move(Floats average, Floats values, int n, double share, int threads) {
    int parts = Math.max(1, Math.min(threads, n / WORTH_A_THREAD));
    Workers.runParts(parts, n, (from, to) -> moveBetween(average, values, from, to, (float) share));
  }

  private static void moveBetween(Floats average, Floats values, int from, int to, float share) {
    float[] a = new float[CHUNK];
    float[] x = new float[CHUNK];
    for (int at = from; at < to; at += CHUNK) {
      int size = Math.min(CHUNK, to - at);
      average.buffer().get(at, a, 0, size);
      values.buffer().get(at, x, 0, size);
      move(a, x, share, size);
      average.buffer().put(at, a, 0, size);
    }
  }

  private static void move(float[] a, float[] x, float share, int n) {
    for (int j = 0; j < n; j++) {
      a[j] = a[j] + share * (x[j] - a[j]);
    }
  }
}
