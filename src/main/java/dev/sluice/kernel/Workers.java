package dev.sluice.kernel;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * Threads that compute the shards of a batch in parallel. They are daemons, which end after having
 * nothing to do for a while: nobody has to close them.
 *
 * <p>A step hands over work several times within milliseconds. A thread that waits for work spins
 * for a moment before it sleeps: waking a thread takes as long as a small layer, and the system
 * tends to put a woken thread on the processor of its caller, where it has to wait for its turn.
 */
final class Workers {
  private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

  /** How long a thread spins before it yields; a few gaps between two layers. */
  private static final long WATCHFUL_NANOS = 100_000;

  /** How long it yields before it sleeps; the gap between two training steps. */
  private static final long PATIENT_NANOS = 1_000_000;

  /** How long it sleeps before its thread ends. */
  private static final long RETIREMENT_NANOS = 2_000_000_000L;

  /** The threads that wait for work, the last to arrive first. */
  private static final ConcurrentLinkedDeque<Worker> IDLE = new ConcurrentLinkedDeque<>();

  private Workers() {}

  /** Runs task(0) to task(n - 1), the first on the caller's thread; returns when all are done. */
  static void run(int n, IntConsumer task) {
    if (n == 1) {
      task.accept(0);
      return;
    }
    Job job = new Job(task, n - 1, n <= PROCESSORS);
    for (int i = 1; i < n; i++) {
      Worker idle = IDLE.pollFirst();
      (idle == null ? Worker.started() : idle).take(job, i);
    }
    try {
      task.accept(0);
    } finally {
      // Even if the first failed: its buffers are not returned while others write to them.
      job.await();
    }
    if (job.failure != null) {
      throw new IllegalStateException("a shard of a recurrent layer failed", job.failure);
    }
  }

  /** The work on the numbers from..to of a range. */
  interface Range {
    void accept(int from, int to);
  }

  /**
   * Cuts 0..n into parts of similar length, and runs the task on them in parallel, as {@link #run}.
   */
  static void runParts(int parts, int n, Range task) {
    run(
        parts,
        part -> task.accept((int) ((long) part * n / parts), (int) ((part + 1L) * n / parts)));
  }

  /** Waits for a condition: spins for a while, then yields, then sleeps. */
  private abstract static class Waiting {
    abstract boolean isOver();

    /** Whether to stop waiting. */
    abstract boolean isTooLong(long nanos);

    final void await(boolean watchful) {
      long start = System.nanoTime();
      while (watchful && !isOver() && System.nanoTime() - start < WATCHFUL_NANOS) {
        Thread.onSpinWait();
      }
      while (watchful && !isOver() && System.nanoTime() - start < PATIENT_NANOS) {
        Thread.yield();
      }
      boolean interrupted = false;
      while (!isOver() && !isTooLong(System.nanoTime() - start)) {
        LockSupport.parkNanos(this, RETIREMENT_NANOS);
        interrupted |= Thread.interrupted(); // it would keep the thread from sleeping
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** What a caller waits for. */
  private static final class Job extends Waiting {
    final IntConsumer task;
    final boolean watchful;
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger left;
    volatile Throwable failure;

    Job(IntConsumer task, int others, boolean watchful) {
      this.task = task;
      this.watchful = watchful;
      left = new AtomicInteger(others);
    }

    void run(int shard) {
      try {
        task.accept(shard);
      } catch (Throwable e) { // the caller throws it
        failure = e;
      }
    }

    void done() {
      if (left.decrementAndGet() == 0) {
        LockSupport.unpark(caller);
      }
    }

    void await() {
      await(watchful);
    }

    @Override
    boolean isTooLong(long nanos) {
      return false;
    }

    @Override
    boolean isOver() {
      return left.get() == 0;
    }
  }

  private static final class Worker extends Waiting implements Runnable {
    private volatile Job job;
    private int shard;
    private Thread thread;

    static Worker started() {
      Worker worker = new Worker();
      worker.thread = new Thread(worker, "recurrent-layers");
      worker.thread.setDaemon(true);
      worker.thread.start();
      return worker;
    }

    void take(Job job, int shard) {
      this.shard = shard;
      this.job = job;
      LockSupport.unpark(thread);
    }

    @Override
    boolean isOver() {
      return job != null;
    }

    /** A thread that is no longer among the idle ones is about to get work. */
    @Override
    boolean isTooLong(long nanos) {
      return nanos > RETIREMENT_NANOS && IDLE.remove(this);
    }

    @Override
    public void run() {
      boolean watchful = true;
      while (true) {
        await(watchful);
        Job mine = job;
        if (mine == null) {
          return;
        }
        watchful = mine.watchful;
        mine.run(shard);
        job = null;
        IDLE.addFirst(this);
        mine.done();
      }
    }
  }
}
