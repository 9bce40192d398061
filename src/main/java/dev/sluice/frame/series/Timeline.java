package dev.sluice.frame.series;

import dev.sluice.source.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Rows in time order, one step apart.
 *
 * @param tables one after the other; inserted rows are copies of the row before
 * @param source the position of each row in the tables as they were read, one after the other; for
 *     an inserted row, that of the row before it; (rows)
 * @param together all rows of the same time, by the one of {@code source} that represents them
 */
record Timeline(
    List<Table> tables,
    TimeAxis axis,
    RowChanges changes,
    int[] source,
    Map<Integer, int[]> together) {

  /** Whether its rows are all those that were read, in the same order. */
  boolean isAsRead(int rows) {
    return source.length == rows
        && changes.inserted().isEmpty()
        && together.isEmpty()
        && IntStream.range(0, rows).allMatch(row -> source[row] == row);
  }

  /**
   * The rows that were read and combined into one of its own; for an inserted one, the row before
   * it.
   */
  int[] readAt(int row) {
    return together.getOrDefault(source[row], new int[] {source[row]});
  }

  /** All rows that were read, in no order. */
  IntStream read() {
    return Stream.concat(Stream.of(source), together.values().stream()).flatMapToInt(IntStream::of);
  }

  /**
   * The same, with positions in the tables that its own tables were taken from.
   *
   * @param rows the position there of each row of its own tables
   */
  Timeline in(int[] rows) {
    Map<Integer, int[]> placed = new HashMap<>();
    together.forEach((row, of) -> placed.put(rows[row], placed(of, rows)));
    return new Timeline(tables, axis, changes, placed(source, rows), placed);
  }

  private static int[] placed(int[] own, int[] rows) {
    return IntStream.of(own).map(row -> rows[row]).toArray();
  }
}
