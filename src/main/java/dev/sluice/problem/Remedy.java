package dev.sluice.problem;

import java.nio.file.Path;

/**
 * What to do about a problem, if those who show it have their own words for it: a shell shows a
 * command.
 */
public sealed interface Remedy {
  /** Resume an unfinished run, a backtest or a training. */
  record Resume(Path run, boolean backtest) implements Remedy {
    /** Of a training. */
    public Resume(Path run) {
      this(run, false);
    }
  }

  /** Find out which runs there are. */
  record ListRuns() implements Remedy {}
}
