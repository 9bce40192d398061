package dev.sluice.frame.series;

import dev.sluice.frame.NumberReader;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.MissingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads the rows of tables as a {@link Series} and refuses whatever is not one. */
final class SeriesReader {
  private static final int LISTED = 5;

  private final SeriesLayout layout;
  private final Optional<Trained> trained;

  private SeriesReader(SeriesLayout layout, Optional<Trained> trained) {
    this.layout = layout;
    this.trained = trained;
  }

  /** For the data to train on. */
  static SeriesReader ofData(SeriesLayout layout) {
    return new SeriesReader(layout, Optional.empty());
  }

  /**
   * For new rows.
   *
   * @param dayOfMonth see {@link TimeGrid#day}; empty for the day of the first row
   */
  static SeriesReader ofNewRows(SeriesLayout layout, OptionalInt dayOfMonth) {
    return new SeriesReader(layout, Optional.of(new Trained(dayOfMonth)));
  }

  /** What new rows must have in common with those that the model was trained on. */
  record Trained(OptionalInt dayOfMonth) {}

  /**
   * Reads the tables one after the other, as one series.
   *
   * @param problems takes all that is wrong with the rows
   * @return empty only if the columns or times could not be read; if there are problems the numbers
   *     must not be used
   */
  Optional<SeriesRows> read(List<Table> tables, List<Problem> problems) {
    int before = problems.size();
    tables.forEach(table -> checkColumns(table, table == tables.get(0), problems));
    if (problems.size() > before) {
      return Optional.empty();
    }
    List<Problem> ofTimes = new ArrayList<>();
    Optional<Timeline> timeline =
        layout.timeColumn().isEmpty()
            ? Optional.of(new Timeline(tables, new TimeAxis.Numbered(), new BitSet()))
            : new TimeReader(layout.time().orElseThrow(), trained).read(tables, ofTimes);
    Timeline read =
        timeline.orElseGet(() -> new Timeline(tables, new TimeAxis.Numbered(), new BitSet()));
    double[][] values = new double[layout.columns().size()][];
    for (int column = 0; column < values.length; column++) {
      values[column] = readColumn(read, column, problems);
    }
    problems.addAll(ofTimes);
    return timeline.map(t -> new SeriesRows(t.tables(), t.axis(), t.inserted(), values));
  }

  private void checkColumns(Table table, boolean first, List<Problem> problems) {
    boolean keys = first && trained.isEmpty();
    for (int column = 0; column < layout.columns().size(); column++) {
      checkColumn(table, layout.columns().get(column), keys ? layout.keyOf(column) : "", problems);
    }
    layout
        .timeColumn()
        .ifPresent(time -> checkColumn(table, time, keys ? "data.time.column" : "", problems));
  }

  private static void checkColumn(Table table, String name, String key, List<Problem> problems) {
    if (table.indexOf(name) >= 0) {
      return;
    }
    String advice =
        NearNames.nearest(name, table.columns())
                .map(near -> "did you mean '" + near + "'?  ")
                .orElse("")
            + "columns of "
            + table.name()
            + ": "
            + String.join(", ", table.columns());
    problems.add(
        key.isEmpty()
            ? Problem.inFile(table.name(), "column '" + name + "' is missing", advice)
            : Problem.atKey(key, "there is no column '" + name + "'", advice));
  }

  private double[] readColumn(Timeline rows, int column, List<Problem> problems) {
    String name = layout.columns().get(column);
    ColumnSpec spec = layout.specs().get(column);
    ColumnTransform transform = layout.transforms().get(column);
    NumberReader numbers = new NumberReader(spec.number());
    double[] values = new double[rows.tables().stream().mapToInt(Table::size).sum()];
    Arrays.fill(values, Double.NaN);
    int end = 0;
    for (Table table : rows.tables()) {
      int index = table.indexOf(name);
      RowProblems unreadable = new RowProblems(table.name());
      RowProblems refused = new RowProblems(table.name());
      List<Integer> missing = new ArrayList<>();
      Set<String> cells = new LinkedHashSet<>();
      int readable = 0;
      for (int row = 0; row < table.size(); row++) {
        if (rows.inserted().get(end + row)) {
          continue;
        }
        String cell = table.value(row, index).strip();
        if (cell.isEmpty() || spec.missingValues().contains(cell)) {
          missing.add(row);
          continue;
        }
        cells.add(cell);
        OptionalDouble value = numbers.read(cell);
        readable += value.isPresent() ? 1 : 0;
        if (value.isEmpty()) {
          unreadable.add(
              table.line(row), "column '%s': '%s' is not a number".formatted(name, cell));
        } else if (!transform.accepts(value.getAsDouble())) {
          refused.add(
              table.line(row),
              "column '%s': %s, but its transform needs %s"
                  .formatted(name, cell, transform.domain()));
        }
        values[end + row] = value.orElse(0); // not to be used
      }
      end += table.size();
      if (!missing.isEmpty() && spec.missing() instanceof MissingSpec.Error) {
        problems.add(missing(table, column, missing));
      }
      if (readable == 0 && !unreadable.isEmpty()) {
        problems.add(noNumbers(table, column, numbersAre(name, numbers, cells)));
      } else if (!unreadable.isEmpty()) {
        problems.addAll(
            unreadable.problems("correct the rows: " + numbersAre(name, numbers, cells)));
      }
      problems.addAll(
          refused.problems("correct the rows, or change data.columns." + name + ".transform"));
    }
    checkInserted(rows, column, problems);
    checkStart(rows.tables().get(0), column, values, problems);
    return values;
  }

  /** How numbers are written, or what must be said of others that are all written in one way. */
  private String numbersAre(String name, NumberReader numbers, Set<String> cells) {
    String are = "numbers are written like " + numbers.examples();
    if (trained.isPresent()) {
      return are + ", as in training";
    }
    List<String> digits = cells.stream().filter(cell -> cell.matches(".*\\d.*")).toList();
    String advice = NumberForms.advice(name, NumberForms.readings(digits), digits);
    return advice.isEmpty() ? are : are + ";\n" + advice;
  }

  /** A column of classes or of another notation: its rows are not what is to be corrected. */
  private Problem noNumbers(Table table, int column, String numbersAre) {
    String name = layout.columns().get(column);
    String advice =
        column < layout.targets().size()
            ? numbersAre
            : numbersAre
                + "; of classes, write a column of 0 and 1 for each, or leave the column out";
    String first =
        IntStream.range(0, table.size())
            .mapToObj(row -> table.value(row, table.indexOf(name)).strip())
            .filter(cell -> !cell.isEmpty())
            .filter(cell -> !layout.specs().get(column).missingValues().contains(cell))
            .findFirst()
            .orElseThrow();
    return Problem.inFile(
        table.name(),
        "column '%s' holds no numbers; its first value is '%s'".formatted(name, first),
        advice);
  }

  private Problem missing(Table table, int column, List<Integer> rows) {
    String name = layout.columns().get(column);
    String listed =
        rows.stream()
            .limit(LISTED)
            .map(row -> Integer.toString(table.recordNumber(row)))
            .collect(Collectors.joining(", "));
    String more = rows.size() > LISTED ? ", ..." : "";
    return Problem.inFile(
        table.name(),
        table.line(rows.get(0)),
        rows.size() == 1
            ? "column '%s' has no value in row %s".formatted(name, listed)
            : "column '%s' has no value in %s rows (%s%s)"
                .formatted(name, rows.size(), listed, more),
        filling(column, rows.get(0) > 0));
  }

  private void checkInserted(Timeline rows, int column, List<Problem> problems) {
    if (rows.inserted().isEmpty()
        || !(layout.specs().get(column).missing() instanceof MissingSpec.Error)) {
      return;
    }
    String name = layout.columns().get(column);
    problems.add(
        trained.isPresent()
            ? Problem.inFile(
                rows.tables().get(0).name(),
                "column '%s' has no value in %s".formatted(name, inserted(rows)),
                filling(column, true))
            : Problem.atKey(
                "data.time.gaps",
                "column '%s' has no value in %s".formatted(name, inserted(rows)),
                filling(column, true)));
  }

  private static String inserted(Timeline rows) {
    String listed =
        rows.inserted().stream()
            .limit(LISTED)
            .mapToObj(rows.axis()::label)
            .collect(Collectors.joining(", "));
    int count = rows.inserted().cardinality();
    return count == 1
        ? "the row that is inserted (%s)".formatted(listed)
        : "the %s rows that are inserted (%s%s)"
            .formatted(count, listed, count > LISTED ? ", ..." : "");
  }

  /** Rows before the first value have none that could be carried forward. */
  private void checkStart(Table table, int column, double[] values, List<Problem> problems) {
    MissingSpec spec = layout.specs().get(column).missing();
    boolean carries =
        spec instanceof MissingSpec.Forward || spec instanceof MissingSpec.Interpolate;
    if (!carries || values.length == 0 || !Double.isNaN(values[0])) {
      return;
    }
    int rows = 1;
    while (rows < values.length && Double.isNaN(values[rows])) {
      rows++;
    }
    problems.add(
        Problem.inFile(
            table.name(),
            table.line(0),
            "column '%s' has no value in the first %s, and none before it to carry forward"
                .formatted(layout.columns().get(column), rows == 1 ? "row" : rows + " rows"),
            trained.isEmpty() && layout.transforms().get(column).accepts(0)
                ? "leave these rows out, or set data.columns.%s.missing: {constant: {value: 0}}"
                    .formatted(layout.columns().get(column))
                : "leave these rows out"));
  }

  /** What fills a column; only what would be accepted is named. */
  private String filling(int column, boolean afterOthers) {
    if (trained.isPresent()) {
      return "fill them in: the model was trained without missing values";
    }
    List<String> kinds = new ArrayList<>();
    if (afterOthers) {
      kinds.addAll(List.of("{forward: {}}", "{interpolate: {}}"));
    }
    if (layout.transforms().get(column).accepts(0)) {
      kinds.add("{constant: {value: 0}}");
    }
    return kinds.isEmpty()
        ? "fill them in, or leave these rows out"
        : "set data.columns.%s.missing to %s, or fill them in"
            .formatted(layout.columns().get(column), String.join(" or ", kinds));
  }
}
