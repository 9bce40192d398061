package dev.sluice.track;

import dev.sluice.run.Epoch;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A program that follows one run, called on a single thread that is not the one that trains. A
 * failure is an {@link IOException} whose message says what is wrong and what to do; the same
 * epochs are then passed again, together with later ones.
 */
public interface Tracker {
  /** Where the run can be seen, for the user; empty while this is not known. */
  Optional<String> place();

  /**
   * Begins, or continues; called before everything else until it succeeds, and then never again.
   *
   * @throws InterruptedException if nobody waits any longer
   */
  void begin() throws IOException, InterruptedException;

  /**
   * @param epochs in order, one at least; some of a resumed run may have been passed before, with
   *     the same scores
   */
  void add(List<Epoch> epochs) throws IOException, InterruptedException;

  /** The run has ended, and its folder is complete. */
  void end() throws IOException, InterruptedException;

  /** How long the end of a run waits for it at most. */
  Duration patience();
}
