package dev.sluice.train;

import java.nio.file.Path;

/** Told how a training goes, on the thread that trains. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = new Progress() {};

  /**
   * A network of an ensemble begins, or goes on; not told of a network that is alone.
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
   * @param best whether this epoch is the best so far
   */
  default void epochEnded(EpochScores scores, boolean best) {}

  /** The training has ended, in whatever way and perhaps within an epoch; told once. */
  default void trainingEnded() {}

  /**
   * Of a pretraining: what it learns was learned before, and the epochs that follow are those of
   * then.
   *
   * @param folder where it is kept
   */
  default void found(Path folder) {}

  /** Who is told how a pretraining goes. */
  default Progress ofPretraining() {
    return NONE;
  }

  /** The same, and another one is told how a pretraining goes. */
  default Progress withPretraining(Progress other) {
    return new BothProgress(this, NONE) {
      @Override
      public Progress ofPretraining() {
        return other;
      }
    };
  }

  /** Tells this one, then another. */
  default Progress and(Progress other) {
    return new BothProgress(this, other);
  }
}
