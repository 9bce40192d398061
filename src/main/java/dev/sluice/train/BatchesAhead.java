package dev.sluice.train;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The batches of an iterator, in its order, each made by another thread during the training on the
 * previous one; except for those that are made faster than they can be handed over.
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
  private CompletableFuture<DataSet> next; // of null after the last

  BatchesAhead(Iterator<DataSet> batches) {
    this.batches = batches;
    next = start();
  }

  private CompletableFuture<DataSet> start() {
    return CompletableFuture.supplyAsync(
        this::make, nanos < WORTH_A_THREAD ? Runnable::run : maker);
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

  /** An exception while the batch was made is thrown here. */
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
    try {
      return next.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause(); // never a checked exception
    }
  }

  @Override
  public void close() {
    maker.shutdownNow();
  }
}
