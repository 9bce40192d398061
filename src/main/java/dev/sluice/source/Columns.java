package dev.sluice.source;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds columns by name. */
public final class Columns {
  private static final List<String> SEPARATORS = List.of("\t", ";", "|", ",");

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
                separatorOf(table.columns())
                    .map(
                        separator ->
                            "its only column is '%s': if '%s' separates columns there, write the file with the separator of the training data"
                                .formatted(shown(table.columns().get(0)), shown(separator)))
                    .orElseGet(() -> near(column, table.columns()))));
  }

  private static String known(String column, List<String> columns) {
    return otherSeparator(columns).orElseGet(() -> near(column, columns));
  }

  /** What to do if the only column seems to be several with another separator between them. */
  static Optional<String> otherSeparator(List<String> columns) {
    return separatorOf(columns)
        .map(
            separator ->
                "its only column is '%s': if '%s' separates columns there, write the file with the separator of the config's source, or give the source the one of the file: csv: {delimiter: '%s'}"
                    .formatted(shown(columns.get(0)), shown(separator), shown(separator)));
  }

  private static Optional<String> separatorOf(List<String> columns) {
    return columns.size() > 1
        ? Optional.empty()
        : SEPARATORS.stream().filter(columns.get(0)::contains).findFirst();
  }

  private static String shown(String text) {
    return text.replace("\t", "\\t");
  }

  private static String near(String column, List<String> columns) {
    return NearNames.nearest(column, columns)
            .map(near -> "did you mean '%s'?  ".formatted(near))
            .orElse("")
        + "columns: "
        + listed(columns);
  }

  /** The names for a message; in quotes if the blanks around one would not be visible otherwise. */
  public static String listed(List<String> names) {
    return names.stream()
        .map(name -> name.equals(name.strip()) ? name : "'" + name + "'")
        .collect(Collectors.joining(", "));
  }
}
