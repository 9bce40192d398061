package dev.sluice.frame;

/** The order in which examples come. */
public sealed interface BatchOrder {
  /** Example 0, 1, 2, ...: for predictions and scores. */
  record Sequential() implements BatchOrder {}

  /**
   * A random order, for training.
   *
   * @param seed the same seed gives the same batches
   */
  record Shuffled(long seed) implements BatchOrder {}
}
