package dev.sluice.source;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;

/** Finds columns by name. */
public final class Columns {
  private Columns() {}

  /**
   * The problem with a key of the config that names this column, if the table has no such column.
   */
  public static Optional<Problem> missing(Table table, String column, String key) {
    return table.indexOf(column) >= 0
        ? Optional.empty()
        : Optional.of(
            Problem.atKey(
                key,
                "%s has no column '%s'".formatted(table.name(), column),
                known(column, table.columns())));
  }

  /** The problem with rows that lack a column which the config or the model knows. */
  public static Optional<Problem> missing(Table table, String column) {
    return table.indexOf(column) >= 0
        ? Optional.empty()
        : Optional.of(
            Problem.inFile(
                table.name(),
                "has no column '%s'".formatted(column),
                known(column, table.columns())));
  }

  private static String known(String column, List<String> columns) {
    return NearNames.nearest(column, columns)
            .map(near -> "did you mean '%s'?  ".formatted(near))
            .orElse("")
        + "columns: "
        + String.join(", ", columns);
  }
}
