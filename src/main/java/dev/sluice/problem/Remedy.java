package dev.sluice.problem;

import java.nio.file.Path;

/**
 * What to do about a problem, where those who show it have words of their own: a shell a command.
 */
public sealed interface Remedy {
  /** Go on with a run that has not ended. */
  record Resume(Path run) implements Remedy {}

  /** Look which runs there are. */
  record ListRuns() implements Remedy {}
}
