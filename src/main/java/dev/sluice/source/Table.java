package dev.sluice.source;

import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.writable.Writable;

/**
 * The records of a source, as text. Immutable.
 *
 * <p>Rows are numbered from 0 here; what a user reads ("row 12") counts records from 1, without the
 * header, regardless of sorting, see {@link #recordNumber}.
 */
public final class Table {
  private final String name;
  private final List<String> columns;
  private final List<String[]> rows; // each (columns)
  private final long[] lines; // (rows): line of the file where the record begins, from 1
  private final int[] numbers; // (rows): of the record in the source, from 1

  /**
   * @param name the file, for messages
   * @param rows each as long as {@code columns}; not copied, never written
   * @param lines the line where each record begins, from 1; (rows)
   */
  public Table(String name, List<String> columns, List<String[]> rows, long[] lines) {
    this(name, columns, rows, lines, IntStream.rangeClosed(1, rows.size()).toArray());
  }

  private Table(
      String name, List<String> columns, List<String[]> rows, long[] lines, int[] numbers) {
    if (lines.length != rows.size()) {
      throw new IllegalArgumentException(lines.length + " lines for " + rows.size() + " rows");
    }
    this.name = name;
    this.columns = List.copyOf(columns);
    this.rows = rows;
    this.lines = lines;
    this.numbers = numbers;
  }

  /** Rows that a program holds in memory; record i is line i + 1. */
  public static Table of(List<String> columns, List<List<String>> rows) {
    long[] lines = new long[rows.size()];
    for (int i = 0; i < lines.length; i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "row %s has %s values for %s columns"
                .formatted(i + 1, rows.get(i).size(), columns.size()));
      }
      if (rows.get(i).stream().anyMatch(Objects::isNull)) {
        throw new IllegalArgumentException("row %s has no value for a column".formatted(i + 1));
      }
      lines[i] = i + 1L;
    }
    return new Table(
        "rows", columns, rows.stream().map(row -> row.toArray(new String[0])).toList(), lines);
  }

  /**
   * The remaining records of a DataVec reader; record i is line i + 1.
   *
   * @param reader is initialized; not closed
   * @param columns the names of a record's values
   * @throws UserException if records have another number of values
   * @throws IllegalArgumentException if a value is an array or an image
   */
  public static Table of(RecordReader reader, List<String> columns) {
    List<List<String>> rows = new ArrayList<>();
    RowProblems refused = new RowProblems("records");
    for (long line = 1; reader.hasNext(); line++) {
      List<String> row = reader.next().stream().map(Table::text).toList();
      if (row.size() != columns.size()) {
        refused.add(
            line,
            "%s values, expected %s (%s)"
                .formatted(row.size(), columns.size(), String.join(", ", columns)));
      }
      rows.add(row);
    }
    if (!refused.isEmpty()) {
      throw new UserException(refused.problems("give each value of a record a name"));
    }
    return of(columns, rows);
  }

  private static String text(Writable value) {
    return switch (value.getType()) {
      case Null -> "";
      case NDArray, Image, Arrow, Bytes ->
          throw new IllegalArgumentException(
              "a row holds numbers and text, not " + value.getType());
      default -> value.toString();
    };
  }

  /** The first rows alone, at most this many. */
  public Table first(int most) {
    int kept = Math.min(most, rows.size());
    return new Table(
        name,
        columns,
        rows.subList(0, kept),
        Arrays.copyOf(lines, kept),
        Arrays.copyOf(numbers, kept));
  }

  /**
   * The rows in another order; each keeps its line and its number.
   *
   * @param order the rows to take, from 0
   */
  public Table inOrder(int[] order) {
    return new Table(
        name,
        columns,
        IntStream.of(order).mapToObj(rows::get).toList(),
        IntStream.of(order).mapToLong(row -> lines[row]).toArray(),
        IntStream.of(order).map(row -> numbers[row]).toArray());
  }

  /**
   * The records in another form.
   *
   * @param newRows each as long as {@code newColumns}; not copied, never written
   * @param of the row of this table from which each is made, and whose line and number it keeps
   */
  public Table reshaped(List<String> newColumns, List<String[]> newRows, int[] of) {
    return new Table(
        name,
        newColumns,
        newRows,
        IntStream.of(of).mapToLong(row -> lines[row]).toArray(),
        IntStream.of(of).map(row -> numbers[row]).toArray());
  }

  /**
   * The records of several tables, one table after the other; columns that a table lacks are empty
   * there. Messages name the first table.
   */
  public static Table together(List<Table> tables) {
    if (tables.size() == 1) {
      return tables.get(0);
    }
    Set<String> all = new LinkedHashSet<>();
    tables.forEach(table -> all.addAll(table.columns));
    List<String> columns = List.copyOf(all);
    List<String[]> rows = new ArrayList<>();
    for (Table table : tables) {
      int[] from = columns.stream().mapToInt(table::indexOf).toArray();
      for (String[] row : table.rows) {
        rows.add(
            IntStream.of(from)
                .mapToObj(column -> column < 0 ? "" : row[column])
                .toArray(String[]::new));
      }
    }
    return new Table(
        tables.get(0).name,
        columns,
        rows,
        tables.stream().flatMapToLong(table -> LongStream.of(table.lines)).toArray());
  }

  /** The same with other values in one column. */
  public Table with(int column, UnaryOperator<String> change) {
    List<String[]> changed = new ArrayList<>();
    for (String[] row : rows) {
      String[] copy = row.clone();
      copy[column] = change.apply(row[column]);
      changed.add(copy);
    }
    return new Table(name, columns, changed, lines, numbers);
  }

  /** The same with another value in one cell. */
  public Table with(int row, int column, String value) {
    List<String[]> changed = new ArrayList<>(rows);
    String[] copy = rows.get(row).clone();
    copy[column] = value;
    changed.set(row, copy);
    return new Table(name, columns, changed, lines, numbers);
  }

  /** The same with an additional last column. */
  public Table with(String newColumn, IntFunction<String> value) {
    List<String> named = new ArrayList<>(columns);
    named.add(newColumn);
    List<String[]> longer = new ArrayList<>();
    for (int row = 0; row < rows.size(); row++) {
      String[] cells = Arrays.copyOf(rows.get(row), columns.size() + 1);
      cells[columns.size()] = value.apply(row);
      longer.add(cells);
    }
    return new Table(name, named, longer, lines, numbers);
  }

  /** The file, for messages. */
  public String name() {
    return name;
  }

  public List<String> columns() {
    return columns;
  }

  public int size() {
    return rows.size();
  }

  /** The index of a column, or -1. */
  public int indexOf(String column) {
    return columns.indexOf(column);
  }

  public String value(int row, int column) {
    return rows.get(row)[column];
  }

  /** The values of a row, one for each column. */
  public List<String> row(int row) {
    return List.of(rows.get(row));
  }

  /** The number of this row among the records of the source, from 1. */
  public int recordNumber(int row) {
    return numbers[row];
  }

  /** The line of the file where this row begins, from 1. */
  public long line(int row) {
    return lines[row];
  }
}
