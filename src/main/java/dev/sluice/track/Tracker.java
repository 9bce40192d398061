package dev.sluice.track;

import dev.sluice.run.Epoch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program that follows one run, called on one thread that is not the one that trains. What fails
 * is an {@link IOException} whose message says what is wrong and what to do; the same epochs are
 * then given again, with those that came since.
 */
public interface Tracker {
  /** Where the run is to be seen, for the user; empty while nobody knows. */
  Optional<String> place();

  /**
   * Begins, or goes on; called before all else until it succeeds, and then no more.
   *
   * @throws InterruptedException if nobody waits any longer
   */
  void begin() throws IOException, InterruptedException;

  /**
   * @param epochs in order, one at least; some of a resumed run may have been given before, with
   *     the same scores
   */
  void add(List<Epoch> epochs) throws IOException, InterruptedException;

  /** The run has ended, and its folder holds what it leaves. */
  void end() throws IOException, InterruptedException;

  /** How long the end of a run waits for it at most. */
  Duration patience();
}
