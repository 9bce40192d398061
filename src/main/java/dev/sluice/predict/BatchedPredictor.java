package dev.sluice.predict;

import dev.sluice.batch.Examples;
import dev.sluice.batch.Masked;
import dev.sluice.evaluate.Patience;
import dev.sluice.model.Bundle;
import dev.sluice.source.Table;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A model that is used by many callers at the same time. Requests that arrive while all workers
 * compute are divided among the workers and computed together: a batch costs less than its rows one
 * by one, mostly in handing over. A worker reads the rows of its requests, computes them and
 * answers them, so that none waits for another. The answers are identical to those of {@link
 * Predictor}, whatever is computed together; if a network's last bits depend on that, each request
 * is computed alone. Thread-safe.
 */
public final class BatchedPredictor {
  private final Predictor predictor;
  private final Executor workers;
  private final int threads;
  private final long wait; // ns
  private final IntConsumer sizes;
  private final boolean together;
  private final int most; // examples, and requests, at once

  private final Object lock = new Object();
  private final Deque<Request> waiting = new ArrayDeque<>(); // guarded by lock
  private int busy; // workers; guarded by lock

  /**
   * A request, and who waits for the answer. A worker calls each method, and exactly one of the
   * last two at the end.
   */
  public interface Request extends Patience {
    /**
     * The rows to predict.
     *
     * @throws RuntimeException if they cannot be obtained: the request fails with it
     */
    Table rows();

    void answered(Table rows, Answers<?> answers);

    /**
     * @param why a {@link CancellationException} if the patience ended before
     */
    void failed(Throwable why);
  }

  /** A request whose rows have been read. */
  private record Asked(Request request, Table rows, Examples examples) {}

  /**
   * Takes over a model that was loaded.
   *
   * @param bundle closed with {@link #predictor}, and not used for anything else
   * @param threads the most that predictions may use
   * @param workers as in the constructor, like the other parameters
   */
  public static BatchedPredictor of(
      Bundle bundle, int threads, Executor workers, Duration wait, IntConsumer sizes) {
    return new BatchedPredictor(Predictor.of(bundle, threads), workers, threads, wait, sizes);
  }

  /**
   * @param predictor closed by its owner
   * @param workers predict
   * @param threads the most workers that predict at the same time
   * @param wait how long an incomplete batch waits for more requests
   * @param sizes receives the number of examples of each batch
   */
  public BatchedPredictor(
      Predictor predictor, Executor workers, int threads, Duration wait, IntConsumer sizes) {
    this.predictor = predictor;
    this.workers = workers;
    this.threads = threads;
    this.wait = wait.toNanos();
    this.sizes = sizes;
    this.together =
        predictor.network().sameBitsInAnyBatch()
            && !predictor.pipeline().outputShape().writesTexts();
    this.most = predictor.network().batchSize(predictor.pipeline().inputShape().steps());
  }

  /** The model, for single use. */
  public Predictor predictor() {
    return predictor;
  }

  /** Has a worker answer this as soon as possible. */
  public void ask(Request request) {
    synchronized (lock) {
      waiting.add(request);
      if (busy == threads) {
        lock.notifyAll();
        return;
      }
      busy++;
    }
    begin();
  }

  private void begin() {
    try {
      workers.execute(this::work);
    } catch (RejectedExecutionException e) {
      List<Request> nobodys;
      synchronized (lock) {
        busy--;
        nobodys = List.copyOf(waiting);
        waiting.clear();
      }
      nobodys.forEach(request -> request.failed(e));
    }
  }

  /** Takes only a share of the waiting requests, so that other workers also get some. */
  private void work() {
    answer(next(), sizes);
    synchronized (lock) {
      if (waiting.isEmpty()) {
        busy--;
        return;
      }
    }
    begin();
  }

  /** A share of the waiting requests; nothing if others have taken them. */
  private List<Request> next() {
    synchronized (lock) {
      if (wait > 0 && !waiting.isEmpty()) {
        waitForMore();
      }
      int free = threads - busy + 1; // workers, this one among them
      int size = Math.min(most, (waiting.size() + free - 1) / free);
      List<Request> share = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        share.add(waiting.remove());
      }
      return share;
    }
  }

  private void waitForMore() {
    long end = System.nanoTime() + wait;
    try {
      for (long left = wait; waiting.size() < most && left > 0; left = end - System.nanoTime()) {
        lock.wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // waiting requests are still answered
    }
  }

  /**
   * Answers the same request in larger and larger batches, until time is up or it was answered
   * often enough, so that the code is compiled before anybody waits. On this thread.
   */
  public void warmUp(Request request, int often, Duration most) {
    long end = System.nanoTime() + most.toNanos();
    int size = 1;
    for (int done = 0; done < often && System.nanoTime() < end; done += size) {
      size = size % 8 + 1;
      answer(Collections.nCopies(size, request), examples -> {});
    }
  }

  private void answer(List<Request> requests, IntConsumer told) {
    List<Asked> batch = new ArrayList<>(requests.size());
    int size = 0;
    for (Request request : requests) {
      Asked asked = read(request);
      if (asked == null) {
        continue;
      }
      int own = asked.examples.size();
      if (!together || own > most || asked.examples.input().documents().isPresent()) {
        computeAlone(asked, told);
        continue;
      }
      if (size + own > most) {
        compute(batch, told);
        batch.clear();
        size = 0;
      }
      batch.add(asked);
      size += own;
    }
    compute(batch, told);
  }

  /** Null if it has failed. */
  private Asked read(Request request) {
    try {
      if (request.isOver()) {
        throw new CancellationException();
      }
      Table rows = request.rows();
      return new Asked(request, rows, predictor.pipeline().unlabelled(rows));
    } catch (RuntimeException | Error e) {
      request.failed(e);
      return null;
    }
  }

  private void compute(List<Asked> batch, IntConsumer told) {
    if (batch.size() == 1) {
      computeAlone(batch.get(0), told);
    } else if (!batch.isEmpty()) {
      computeTogether(batch, told);
    }
  }

  private void computeAlone(Asked asked, IntConsumer told) {
    float[][] outputs;
    try {
      told.accept(asked.examples.size());
      outputs =
          Outcomes.outputs(
              predictor.network(), predictor.pipeline(), asked.examples, asked.request);
    } catch (RuntimeException | Error e) {
      asked.request.failed(e);
      return;
    }
    answer(asked, outputs);
  }

  private void computeTogether(List<Asked> batch, IntConsumer told) {
    float[][] outputs;
    try {
      Masked features =
          Masked.together(
              batch.stream()
                  .map(
                      asked ->
                          asked
                              .examples
                              .input()
                              .features(IntStream.range(0, asked.examples.size()).toArray()))
                  .toList());
      outputs = // other threads are for other requests
          predictor
              .network()
              .outputs(features.values(), features.shape(), features.mask(), /* threads= */ 1);
      told.accept(outputs.length);
    } catch (RuntimeException | Error e) {
      batch.forEach(asked -> asked.request.failed(e));
      return;
    }
    int at = 0;
    for (Asked asked : batch) {
      float[][] own = Arrays.copyOfRange(outputs, at, at + asked.examples.size());
      at += own.length;
      answer(asked, own);
    }
  }

  private void answer(Asked asked, float[][] outputs) {
    Answers<?> answers;
    try {
      answers = Answers.of(predictor.pipeline().target(), asked.examples, outputs);
    } catch (RuntimeException | Error e) {
      asked.request.failed(e);
      return;
    }
    asked.request.answered(asked.rows, answers);
  }
}
