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
 * A model that is asked by many at the same time. What comes while all workers compute is divided
 * among them and computed together: a batch costs less than its rows one by one, most of all in
 * handing over. A worker reads the rows of its requests, computes them and answers them, so that
 * none waits for another. The answers have the bits that {@link Predictor} gives, whatever is
 * computed together; where a network's last bits depend on that, each request is computed alone.
 * Thread-safe.
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
   * What is asked, and who waits for the answer. A worker calls each method, and one at the end.
   */
  public interface Request extends Patience {
    /**
     * The rows to predict.
     *
     * @throws RuntimeException if they cannot be had: the request fails with it
     */
    Table rows();

    void answered(Table rows, Answers<?> answers);

    /**
     * @param why a {@link CancellationException} if the patience was over before
     */
    void failed(Throwable why);
  }

  /** A request whose rows are there. */
  private record Asked(Request request, Table rows, Examples examples) {}

  /**
   * A model that was read.
   *
   * @param bundle closed with {@link #predictor}, and not used for anything else
   * @param threads the most that predictions may use
   * @param workers as in the constructor, like what follows
   */
  public static BatchedPredictor of(
      Bundle bundle, int threads, Executor workers, Duration wait, IntConsumer sizes) {
    return new BatchedPredictor(Predictor.of(bundle, threads), workers, threads, wait, sizes);
  }

  /**
   * @param predictor closed by its owner
   * @param workers predict
   * @param threads workers that predict at the same time, at most
   * @param wait how long a batch that is not full waits for more
   * @param sizes told the number of examples of each batch
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

  /** The model, asked alone. */
  public Predictor predictor() {
    return predictor;
  }

  /** Has a worker answer this as soon as one can. */
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

  /** One share of what waits, so that workers also come to what others asked them for. */
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

  /** A share of what waits; nothing if others have taken it. */
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
      Thread.currentThread().interrupt(); // those who wait are answered all the same
    }
  }

  /**
   * Answers the same request, as if it came in more and more at a time, until the time is over or
   * it was answered often enough, so that the code is compiled before anybody waits. On this
   * thread.
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
