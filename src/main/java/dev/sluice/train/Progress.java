package dev.sluice.train;

/** Told how a training goes, on the thread that trains. */
public interface Progress {
  /** Tells nobody. */
  Progress NONE = new Progress() {};

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

  /** Tells this one, then another. */
  default Progress and(Progress other) {
    Progress one = this;
    return new Progress() {
      @Override
      public void epochStarted(int epoch, int examples) {
        one.epochStarted(epoch, examples);
        other.epochStarted(epoch, examples);
      }

      @Override
      public void batchTrained(int epoch, int examples, double loss) {
        one.batchTrained(epoch, examples, loss);
        other.batchTrained(epoch, examples, loss);
      }

      @Override
      public void epochEnded(EpochScores scores, boolean best) {
        one.epochEnded(scores, best);
        other.epochEnded(scores, best);
      }

      @Override
      public void trainingEnded() {
        one.trainingEnded();
        other.trainingEnded();
      }
    };
  }
}
