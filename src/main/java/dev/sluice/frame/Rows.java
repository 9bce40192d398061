package dev.sluice.frame;

import dev.sluice.source.Table;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of a table, each an example.
 *
 * @param indexes of the table's rows, (examples); never written
 */
public record Rows(Table table, int[] indexes) implements Frame {

  /** Every row of a table, in order. */
  public static Rows all(Table table) {
    return new Rows(table, IntStream.range(0, table.size()).toArray());
  }

  /** No rows of a table with these columns. */
  public static Rows none(List<String> columns) {
    return all(Table.of(columns, List.of()));
  }

  @Override
  public int size() {
    return indexes.length;
  }

  /** The cell of an example. */
  public String value(int example, int column) {
    return table.value(indexes[example], column);
  }

  /** The number of an example's record in its source, from 1. */
  public int recordNumber(int example) {
    return table.recordNumber(indexes[example]);
  }

  /** The line of the file in which an example's record begins. */
  public long line(int example) {
    return table.line(indexes[example]);
  }
}
