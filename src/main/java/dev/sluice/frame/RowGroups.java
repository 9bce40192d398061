package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;

/**
 * Sequences of rows of a table, each of which is an example: the rows with the same value in a
 * column, wherever they are. Sequences are in the order of their first rows, rows in that of the
 * file unless they have been sorted.
 *
 * @param by the column
 * @param indexes of the table's rows, (examples)(steps), at least one step each; never written
 */
public record RowGroups(Table table, String by, int[][] indexes) implements StepFrame {

  /** Cuts a table by a column that it has. */
  public static Cut<RowGroups> by(String column) {
    return new Cut<>() {
      @Override
      public RowGroups all(Table table) {
        return RowGroups.all(table, column);
      }

      @Override
      public RowGroups select(RowGroups all, int[] examples) {
        return new RowGroups(
            all.table,
            all.by,
            Arrays.stream(examples).mapToObj(i -> all.indexes[i]).toArray(int[][]::new));
      }
    };
  }

  private static RowGroups all(Table table, String by) {
    int column = table.indexOf(by);
    RowProblems blank = new RowProblems(table.name());
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int row = 0; row < table.size(); row++) {
      String value = NormalForm.NFC.of(table.value(row, column));
      if (value.isBlank()) {
        blank.add(
            table.line(row), "column '%s' is empty: the row belongs to no sequence".formatted(by));
      }
      groups.computeIfAbsent(value, v -> new ArrayList<>()).add(row);
    }
    if (!blank.isEmpty()) {
      throw new UserException(blank.problems("fill it in, or leave out the row"));
    }
    return new RowGroups(
        table,
        by,
        groups.values().stream()
            .map(rows -> rows.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new));
  }

  /** No sequences of a table with these columns. */
  public static RowGroups none(List<String> columns, String by) {
    return all(Table.of(columns, List.of()), by);
  }

  /**
   * The same sequences with the rows of each in ascending order; equal ones stay as they are in the
   * file.
   *
   * @param order compares two rows of the table
   */
  public RowGroups sorted(IntBinaryOperator order) {
    return new RowGroups(
        table, by, Arrays.stream(indexes).map(rows -> sorted(rows, order)).toArray(int[][]::new));
  }

  private static int[] sorted(int[] rows, IntBinaryOperator order) {
    boolean inOrder =
        IntStream.range(1, rows.length).allMatch(t -> order.applyAsInt(rows[t - 1], rows[t]) <= 0);
    return inOrder
        ? rows
        : Arrays.stream(rows)
            .boxed()
            .sorted(order::applyAsInt)
            .mapToInt(Integer::intValue)
            .toArray();
  }

  @Override
  public int size() {
    return indexes.length;
  }

  /** The row of the table that is a step of an example. */
  public int row(int example, int step) {
    return indexes[example][step];
  }

  /** The number of rows of an example. */
  public int steps(int example) {
    return indexes[example].length;
  }

  /** The cell in one of the rows of an example. */
  public String value(int example, int step, int column) {
    return table.value(indexes[example][step], column);
  }

  @Override
  public int rows(int example) {
    return steps(example);
  }

  @Override
  public String cell(int example, int row, int column) {
    return value(example, row, column);
  }

  @Override
  public List<String> values(int example, int column) {
    return Arrays.stream(indexes[example]).mapToObj(row -> table.value(row, column)).toList();
  }

  @Override
  public long line(int example, int step) {
    return table.line(indexes[example][step]);
  }

  @Override
  public String value(int example, int column) {
    return value(example, 0, column);
  }

  @Override
  public int recordNumber(int example) {
    return table.recordNumber(indexes[example][0]);
  }

  @Override
  public long line(int example) {
    return line(example, 0);
  }

  @Override
  public List<Problem> contradictions(String name) {
    int column = table.indexOf(name);
    RowProblems found = new RowProblems(table.name());
    for (int i = 0; i < indexes.length; i++) {
      String first = value(i, column);
      for (int step = 1; step < steps(i); step++) {
        String value = value(i, step, column);
        if (!NormalForm.NFC.of(value).equals(NormalForm.NFC.of(first))) {
          found.add(
              line(i, step),
              "column '%s': '%s' here, but '%s' in line %s, where '%s' is also '%s'"
                  .formatted(name, value, first, line(i), by, value(i, table.indexOf(by))));
        }
      }
    }
    return found.problems("a sequence has one value; write the same in all its rows");
  }

  /** The one that tells sequences apart. */
  @Override
  public List<String> repeated() {
    return List.of(by);
  }

  @Override
  public String noun() {
    return "sequence";
  }
}
