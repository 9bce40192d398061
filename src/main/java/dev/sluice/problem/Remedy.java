package dev.sluice.problem;

import java.nio.file.Path;

/**
 * What to do about a problem, where those who show it have words of their own: a shell a command.
 */
public sealed interface Remedy {
  /** Go on with a run that has not ended, a backtest or a training. */
  record Resume(Path run, boolean backtest) implements Remedy {
    /** Of a training. */
    public Resume(Path run) {
      this(run, false);
    }
  }

  /** Look which runs there are. */
  record ListRuns() implements Remedy {}
}
