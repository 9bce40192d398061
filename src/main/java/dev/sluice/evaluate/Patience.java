package dev.sluice.evaluate;

import java.util.concurrent.CancellationException;

/** Receives progress while predictions and baselines are computed, and may stop them. */
public interface Patience {
  /** Is told nothing, and waits for ever. */
  Patience ENDLESS = () -> false;

  /** Whether the work should be given up. Asked often, also by other threads. */
  boolean isOver();

  /**
   * @param what that may take long, as in "fitting bag_of_words, strength 2 of 5"
   */
  default void begins(String what) {}

  /**
   * @throws CancellationException if the patience is over
   */
  default void check() {
    if (isOver()) {
      throw new CancellationException("nobody waits for the scores");
    }
  }
}
