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
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * A model that is asked by many at the same time. What comes while the network computes is computed
 * together next: a batch costs far less than its rows one by one. The answers have the bits that
 * {@link Predictor} gives, whatever is computed together; where a network's last bits depend on
 * that, each request is computed alone. Thread-safe.
 */
public final class BatchedPredictor {
  private final Predictor predictor;
  private final Executor workers;
  private final long wait; // ns
  private final IntConsumer sizes;
  private final boolean together;
  private final int most; // examples

  private final Object lock = new Object();
  private final Deque<Asked> waiting = new ArrayDeque<>(); // guarded by lock
  private int examples; // that wait; guarded by lock
  private boolean computing; // guarded by lock

  private record Asked(
      Examples examples, Patience patience, BiConsumer<Answers<?>, Throwable> then) {}

  /**
   * A model that was read.
   *
   * @param bundle closed with {@link #predictor}, and not used for anything else
   * @param threads the most that predictions may use
   * @param workers as in the constructor, like what follows
   */
  public static BatchedPredictor of(
      Bundle bundle, int threads, Executor workers, Duration wait, IntConsumer sizes) {
    return new BatchedPredictor(Predictor.of(bundle, threads), workers, wait, sizes);
  }

  /**
   * @param predictor closed by its owner
   * @param workers make answers of what was computed together
   * @param wait how long a batch that is not full waits for more
   * @param sizes told the number of examples of each batch
   */
  public BatchedPredictor(Predictor predictor, Executor workers, Duration wait, IntConsumer sizes) {
    this.predictor = predictor;
    this.workers = workers;
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

  /**
   * Predicts these rows; may compute others with them, on this thread.
   *
   * @param then gets the answers, or why there are none: a {@link CancellationException} if the
   *     patience is over before that
   * @throws dev.sluice.problem.UserException if the rows are not as the model needs them
   */
  public void ask(Table rows, Patience patience, BiConsumer<Answers<?>, Throwable> then) {
    Asked asked = new Asked(predictor.pipeline().unlabelled(rows), patience, then);
    if (!together
        || asked.examples.size() > most
        || asked.examples.input().documents().isPresent()) {
      computeAlone(asked);
      return;
    }
    synchronized (lock) {
      waiting.add(asked);
      examples += asked.examples.size();
      if (computing) {
        lock.notifyAll();
        return;
      }
      computing = true;
    }
    for (List<Asked> batch = next(); !batch.isEmpty(); batch = next()) {
      compute(batch);
    }
  }

  /** What waits, as much as fits; nothing if this thread need not compute any longer. */
  private List<Asked> next() {
    synchronized (lock) {
      if (wait > 0 && examples > 0) {
        waitForMore();
      }
      List<Asked> batch = new ArrayList<>();
      int size = 0;
      while (!waiting.isEmpty() && size + waiting.peek().examples.size() <= most) {
        Asked asked = waiting.remove();
        size += asked.examples.size();
        batch.add(asked);
      }
      examples -= size;
      computing = !batch.isEmpty();
      return batch;
    }
  }

  private void waitForMore() {
    long end = System.nanoTime() + wait;
    try {
      for (long left = wait; examples < most && left > 0; left = end - System.nanoTime()) {
        lock.wait(left / 1_000_000, (int) (left % 1_000_000));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // those who wait are answered all the same
    }
  }

  private void compute(List<Asked> batch) {
    List<Asked> left = new ArrayList<>();
    for (Asked asked : batch) {
      if (asked.patience.isOver()) {
        asked.then.accept(null, new CancellationException());
      } else {
        left.add(asked);
      }
    }
    if (left.size() == 1) {
      computeAlone(left.get(0));
    } else if (!left.isEmpty()) {
      computeTogether(left);
    }
  }

  private void computeAlone(Asked asked) {
    float[][] outputs;
    try {
      sizes.accept(asked.examples.size());
      outputs =
          Outcomes.outputs(
              predictor.network(), predictor.pipeline(), asked.examples, asked.patience);
    } catch (RuntimeException | Error e) {
      asked.then.accept(null, e);
      return;
    }
    if (othersWait()) {
      workers.execute(() -> answer(asked, outputs));
    } else {
      answer(asked, outputs);
    }
  }

  private boolean othersWait() {
    synchronized (lock) {
      return examples > 0;
    }
  }

  private void computeTogether(List<Asked> batch) {
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
      outputs = predictor.network().outputs(features.values(), features.shape(), features.mask());
      sizes.accept(outputs.length);
    } catch (RuntimeException | Error e) {
      batch.forEach(asked -> asked.then.accept(null, e));
      return;
    }
    int at = 0;
    for (Asked asked : batch) {
      float[][] own = Arrays.copyOfRange(outputs, at, at + asked.examples.size());
      at += own.length;
      workers.execute(() -> answer(asked, own));
    }
  }

  private void answer(Asked asked, float[][] outputs) {
    Answers<?> answers;
    try {
      answers = Answers.of(predictor.pipeline().target(), asked.examples, outputs);
    } catch (RuntimeException | Error e) {
      asked.then.accept(null, e);
      return;
    }
    asked.then.accept(answers, null);
  }
}
