package dev.sluice.draft;

import java.util.Optional;

/** A task for which the columns of a table may be intended. */
interface TableTask {
  /**
   * The config; empty if the columns are intended for another task.
   *
   * @throws dev.sluice.problem.UserException with a question
   */
  Optional<String> draft(TableDraft table);

  /** What the user should know about the config that it wrote; empty if there is nothing. */
  default Optional<String> note(TableDraft table) {
    return Optional.empty();
  }
}
