package dev.sluice.frame.series;

import dev.sluice.source.Table;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows in time order, one step apart.
 *
 * @param tables one after the other; rows that were inserted are copies of the row before
 * @param inserted the rows that are in no file
 * @param source where each row stood in the tables as they were read, one after the other; of an
 *     inserted row, the row before it; (rows)
 */
record Timeline(List<Table> tables, TimeAxis axis, BitSet inserted, int[] source) {

  /** Whether its rows are all that were read, in their order. */
  boolean isAsRead(int rows) {
    return source.length == rows
        && inserted.isEmpty()
        && IntStream.range(0, rows).allMatch(row -> source[row] == row);
  }

  /**
   * The same, with places in the tables that its own are taken from.
   *
   * @param rows where each row of its own tables stands there
   */
  Timeline in(int[] rows) {
    return new Timeline(
        tables, axis, inserted, IntStream.of(source).map(row -> rows[row]).toArray());
  }
}
