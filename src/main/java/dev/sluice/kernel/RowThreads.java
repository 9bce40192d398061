package dev.sluice.kernel;

/**
 * Threads that compute the steps of one row together, each some of the units. One caller at a time.
 *
 * <p>They wait for one another after each step. If one of them is late, as it is when other
 * programs use its processor, the caller's thread computes alone for a while.
 */
final class RowThreads {
  private static final long WORTH_A_THREAD = 30_000; // products of a step
  private static final long ALONE_NANOS = 50_000_000;

  /** What more of them would gain has not been measured. */
  private static final int MOST = 2;

  private float[] next = {}; // (width)
  private int count = 1;
  private long lateAt = System.nanoTime() - ALONE_NANOS; // when one of them last was late

  /** Computes some units of a step. */
  interface Step {
    /**
     * @param old (width), the output before the step
     * @param next (width), the one after it; may be {@code old} if all units are computed at once
     * @param from the first unit, a multiple of two vectors
     * @param to where they end, a multiple of two vectors or width
     */
    void compute(int step, float[] old, float[] next, int from, int to);
  }

  /** Gets the output after a step. */
  interface After {
    void accept(int step, float[] output);
  }

  /**
   * From here on, as many as a row gains from.
   *
   * @param most at least 1
   * @param products of a step
   */
  void upTo(int most, long products, int steps) {
    count = 1;
    if (most > 1 && System.nanoTime() - lateAt >= ALONE_NANOS) {
      long gain =
          Math.min(products / WORTH_A_THREAD, products * steps / RecurrentKernel.WORTH_A_THREAD);
      count = (int) Math.max(1, Math.min(Math.min(most, MOST), gain));
    }
  }

  int count() {
    return count;
  }

  /**
   * Computes the steps from..to.
   *
   * @param h (width), the output before the first step, becomes the one after the last
   * @param block units that are not divided
   */
  void run(int from, int to, float[] h, int width, int block, Step step, After after) {
    next = CellLoop.atLeast(next, width);
    int threads = count;
    int blocks = (width + block - 1) / block;
    StepBarrier barrier = new StepBarrier(threads);
    Workers.run(
        threads,
        part -> {
          int begin = part * blocks / threads * block;
          int end = Math.min(width, (part + 1) * blocks / threads * block);
          float[] old = h;
          float[] now = next;
          try {
            for (int s = from; s < to; s++) {
              step.compute(s, old, now, begin, end);
              barrier.await();
              if (part == 0) {
                after.accept(s, now);
              }
              float[] swapped = old;
              old = now;
              now = swapped;
            }
          } catch (Throwable e) {
            barrier.breakUp();
            throw e;
          }
        });
    if ((to - from) % 2 == 1) {
      System.arraycopy(next, 0, h, 0, width);
    }
    if (barrier.wasLate()) {
      lateAt = System.nanoTime();
      count = 1;
    }
  }
}
