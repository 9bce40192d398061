package dev.sluice.train;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The batches of an iterator, in its order, each made by another thread while the one before it is
 * trained on; but for those that are made faster than they are handed over.
 */
final class BatchesAhead implements Iterator<DataSet>, AutoCloseable {
  private static final long WORTH_A_THREAD = 150_000; // ns

  private final Iterator<DataSet> batches;
  private final ExecutorService maker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "batches-ahead");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long nanos; // that the making of the last one took
  private Future<DataSet> next; // of null after the last

  BatchesAhead(Iterator<DataSet> batches) {
    this.batches = batches;
    next = start();
  }

  private Future<DataSet> start() {
    FutureTask<DataSet> making = new FutureTask<>(this::make);
    if (nanos < WORTH_A_THREAD) {
      making.run();
    } else {
      maker.execute(making);
    }
    return making;
  }

  private DataSet make() {
    long start = System.nanoTime();
    DataSet batch = batches.hasNext() ? batches.next() : null;
    nanos = System.nanoTime() - start;
    return batch;
  }

  @Override
  public boolean hasNext() {
    return made() != null;
  }

  /** What the making of the batch throws is thrown here. */
  @Override
  public DataSet next() {
    DataSet batch = made();
    if (batch == null) {
      throw new NoSuchElementException("no batches left");
    }
    next = start();
    return batch;
  }

  private DataSet made() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return next.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          if (e.getCause() instanceof RuntimeException cause) {
            throw cause;
          }
          if (e.getCause() instanceof Error cause) {
            throw cause;
          }
          throw new IllegalStateException("a batch could not be made", e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    maker.shutdownNow();
  }
}
