package dev.sluice.frame.series;

import dev.sluice.frame.NumberCells;
import dev.sluice.frame.NumberReader;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.NumberSpec;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The order of a table's rows by a column of numbers or of times. They are times if the first cell
 * is no number but a time.
 */
public final class StepOrder {
  private final double[] numbers; // by row: a number, or the second of a time since 1970
  private final int[] nanos; // by row: the rest of a time; empty for numbers

  private StepOrder(double[] numbers, int[] nanos) {
    this.numbers = numbers;
    this.nanos = nanos;
  }

  /**
   * Reads the column.
   *
   * @param column of the table
   * @param forms by column how its numbers are written, if not plainly
   * @throws UserException naming the line of each cell that cannot be read
   */
  public static StepOrder of(Table table, String column, Map<String, NumberSpec> forms) {
    int index = table.indexOf(column);
    Optional<String> first =
        IntStream.range(0, table.size())
            .mapToObj(row -> table.value(row, index).strip())
            .filter(cell -> !cell.isEmpty())
            .findFirst();
    NumberReader reader = new NumberReader(Optional.ofNullable(forms.get(column)));
    boolean times =
        first
            .filter(cell -> reader.read(cell).isEmpty())
            .filter(cell -> !TimeFormats.readings(List.of(cell)).isEmpty())
            .isPresent();
    return times ? ofTimes(table, column) : ofNumbers(table, column, forms);
  }

  private static StepOrder ofNumbers(Table table, String column, Map<String, NumberSpec> forms) {
    int index = table.indexOf(column);
    NumberCells cells = new NumberCells(table, forms);
    double[] numbers = new double[table.size()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = cells.read(table.line(row), column, table.value(row, index));
    }
    require(cells.problems());
    return new StepOrder(numbers, new int[0]);
  }

  private static StepOrder ofTimes(Table table, String column) {
    int index = table.indexOf(column);
    List<String> texts =
        IntStream.range(0, table.size())
            .mapToObj(row -> table.value(row, index).strip())
            .filter(text -> !text.isEmpty())
            .toList();
    TimeFormat format = format(table, column, texts);
    RowProblems unreadable = new RowProblems(table.name());
    double[] seconds = new double[table.size()];
    int[] nanos = new int[table.size()];
    for (int row = 0; row < seconds.length; row++) {
      String text = table.value(row, index).strip();
      Optional<LocalDateTime> time = format.tryParse(text);
      if (time.isPresent()) {
        seconds[row] = time.get().toEpochSecond(ZoneOffset.UTC);
        nanos[row] = time.get().getNano();
      } else {
        unreadable.add(
            table.line(row),
            text.isEmpty()
                ? "column '%s': no value".formatted(column)
                : "column '%s': '%s' is not a time of the form %s".formatted(column, text, format));
      }
    }
    require(
        unreadable.problems(
            "correct the rows: write times in one form, like 2024-01-05 10:00, or numbers in all"
                + " rows"));
    return new StepOrder(seconds, nanos);
  }

  /** The one that reads all texts, or else most, or else the first. */
  private static TimeFormat format(Table table, String column, List<String> texts) {
    Optional<TimeFormat> iso = TimeFormat.iso(texts);
    if (iso.isPresent() && texts.stream().allMatch(text -> iso.get().tryParse(text).isPresent())) {
      return iso.get();
    }
    List<TimeFormats.Reading> readings = TimeFormats.readings(texts);
    if (readings.size() > 1) {
      throw new UserException(
          Problem.inFile(
              table.name(),
              "column '%s': %s".formatted(column, TimeFormats.eitherWay(texts, readings)),
              "write times as 2024-01-05 10:00"));
    }
    return readings.stream()
        .findFirst()
        .map(TimeFormats.Reading::format)
        .or(() -> TimeFormats.ofMost(texts))
        .orElseGet(() -> TimeFormats.readings(texts.subList(0, 1)).get(0).format());
  }

  private static void require(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
  }

  /** Compares two rows of the table. */
  public int compare(int row, int other) {
    int order = Double.compare(numbers[row] + 0.0, numbers[other] + 0.0); // 0 for -0
    return order == 0 && nanos.length > 0 ? Integer.compare(nanos[row], nanos[other]) : order;
  }
}
