package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns that make up the time of a row, such as a date and an hour.
 *
 * @param columns in the order in which they are read
 */
public record TimeParts(List<String> columns) {
  private static final String BETWEEN = " ";

  /** The name of the time. */
  public String name() {
    return String.join(BETWEEN, columns);
  }

  /**
   * The rows with an additional last column that has the whole time.
   *
   * @throws UserException if the table lacks one of the columns
   */
  public Table joined(Table table) {
    List<Problem> problems = new ArrayList<>();
    columns.forEach(column -> SeriesReader.checkColumn(table, column, "", problems));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    int[] parts = columns.stream().mapToInt(table::indexOf).toArray();
    return table.with(
        name(),
        row ->
            IntStream.of(parts)
                .mapToObj(part -> table.value(row, part).strip())
                .collect(Collectors.joining(BETWEEN)));
  }

  /** The cells of each column for a formatted time. */
  String[] cells(String time) {
    String[] cells = time.split(BETWEEN, columns.size());
    if (cells.length < columns.size()) {
      throw new IllegalArgumentException("'" + time + "' is not made of " + columns);
    }
    return cells;
  }
}
