package dev.sluice.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where threads that compute parts of the same steps wait for one another. They spin, since a step
 * takes microseconds, and yield once one of them is late.
 */
final class StepBarrier {
  private static final int SPINS = 64; // between two looks at the clock
  private static final long LATE_NANOS = 100_000;
  private static final long LATE_AT_FIRST_NANOS = 1_000_000; // threads may have slept until then

  private final int threads;
  private final AtomicInteger arrived = new AtomicInteger();
  private volatile int step;
  private volatile boolean broken;
  private volatile boolean late;

  StepBarrier(int threads) {
    this.threads = threads;
  }

  /**
   * Returns when all threads have called it for this step; what they wrote before is visible then.
   *
   * @throws IllegalStateException if one of them has failed
   */
  void await() {
    int mine = step;
    if (arrived.incrementAndGet() == threads) {
      arrived.set(0);
      step = mine + 1;
      return;
    }
    long start = System.nanoTime();
    long mayTake = mine == 0 ? LATE_AT_FIRST_NANOS : LATE_NANOS;
    while (!isOver(mine)) {
      if (System.nanoTime() - start > mayTake) {
        late = true;
        Thread.yield();
      }
    }
  }

  private boolean isOver(int mine) {
    for (int spins = 0; spins < SPINS; spins++) {
      if (step != mine) {
        return true;
      }
      if (broken) {
        throw new IllegalStateException("another thread of the same step has failed");
      }
      Thread.onSpinWait();
    }
    return false;
  }

  /** Sends away the others, which would wait for ever. */
  void breakUp() {
    broken = true;
  }

  /** Whether a thread had to wait for long, as it does if other programs use its processor. */
  boolean wasLate() {
    return late;
  }
}
