package dev.sluice.train;

import java.nio.file.Path;

/** Receives the progress of a training, on the thread that trains. */
public interface Progress {
  /** Ignores progress. */
  Progress NONE = new Progress() {};

  /**
   * A network of an ensemble begins, or continues; not called for a single network.
   *
   * @param network from 1
   * @param networks how many there will be
   */
  default void networkStarted(int network, int networks) {}

  /**
   * @param epoch from 1
   * @param examples how many the epoch holds
   */
  default void epochStarted(int epoch, int examples) {}

  /**
   * @param examples of this batch
   * @param loss its mean loss
   */
  default void batchTrained(int epoch, int examples, double loss) {}

  /**
   * Not only called for epochs that were started: also for a start that was fitted, as epoch 0.
   *
   * @param best whether this epoch is the best so far
   */
  default void epochEnded(EpochScores scores, boolean best) {}

  /** The training has ended, in any way and perhaps within an epoch; called once. */
  default void trainingEnded() {}

  /**
   * For a pretraining: its result was computed before, and the epochs that follow are those of that
   * time.
   *
   * @param folder where it is kept
   */
  default void found(Path folder) {}

  /** Receives the progress of a pretraining. */
  default Progress ofPretraining() {
    return NONE;
  }

  /** The same, with another receiver for a pretraining. */
  default Progress withPretraining(Progress other) {
    return new BothProgress(this, NONE) {
      @Override
      public Progress ofPretraining() {
        return other;
      }
    };
  }

  /** Reports to this one, then to another. */
  default Progress and(Progress other) {
    return new BothProgress(this, other);
  }
}
