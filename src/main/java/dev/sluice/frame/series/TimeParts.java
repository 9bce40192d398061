package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Columns that make up the time of a row, such as a date and an hour.
 *
 * @param columns in the order in which they are read
 */
public record TimeParts(List<String> columns) {
  private static final String BETWEEN = " ";
  private static final Pattern OF_DAY = Pattern.compile("\\d{1,2}[:.]\\d{2}([:.]\\d{2})?");

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
    List<String> words = List.of(time.split(BETWEEN));
    if (words.size() < columns.size()) {
      throw new IllegalArgumentException("'" + time + "' is not made of " + columns);
    }
    if (columns.size() != 2) {
      return time.split(BETWEEN, columns.size());
    }
    int second = // both the date and the time of day may have blanks: 1 Jan 2024, 9:30 AM
        IntStream.range(1, words.size())
            .filter(word -> OF_DAY.matcher(words.get(word)).matches())
            .findFirst()
            .orElse(words.size() - 1);
    return new String[] {
      String.join(BETWEEN, words.subList(0, second)),
      String.join(BETWEEN, words.subList(second, words.size()))
    };
  }
}
