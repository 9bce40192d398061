package dev.sluice.evaluate;

import java.util.concurrent.CancellationException;

/** Receives progress while predictions and baselines are computed, and may cancel them. */
public interface Patience {
  /** Ignores progress, and never cancels. */
  Patience ENDLESS = () -> false;

  /** Whether the work should be cancelled. Called often, also by other threads. */
  boolean isOver();

  /**
   * @param what the step that may take long, as in "fitting bag_of_words, strength 2 of 5"
   */
  default void begins(String what) {}

  /**
   * @throws CancellationException if the work should be cancelled
   */
  default void check() {
    if (isOver()) {
      throw new CancellationException("nobody waits for the scores");
    }
  }
}
