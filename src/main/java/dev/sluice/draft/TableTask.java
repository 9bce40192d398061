package dev.sluice.draft;

import java.util.Optional;

/** A task that columns of a table may be meant for. */
interface TableTask {
  /**
   * The config; empty if the columns are meant for another task.
   *
   * @throws dev.sluice.problem.UserException with a question
   */
  Optional<String> draft(TableDraft table);
}
