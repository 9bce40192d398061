package dev.sluice.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Threads that compute the shards of a batch side by side. Daemons: they end with the program. */
final class Workers {
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "recurrent-layers");
            thread.setDaemon(true);
            return thread;
          });

  private Workers() {}

  /** Runs task(0) to task(n - 1), the first on the caller's thread; returns when all are done. */
  static void run(int n, IntConsumer task) {
    List<Future<?>> others = new ArrayList<>(n - 1);
    for (int i = 1; i < n; i++) {
      int shard = i;
      others.add(THREADS.submit(() -> task.accept(shard)));
    }
    try {
      task.accept(0);
    } finally {
      // Also when the first failed: its buffers are not given back while others write to them.
      others.forEach(Workers::await);
    }
  }

  private static void await(Future<?> other) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          other.get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("a shard of a recurrent layer failed", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
