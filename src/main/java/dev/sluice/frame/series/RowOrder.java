package dev.sluice.frame.series;

import dev.sluice.source.Table;
import dev.sluice.spec.TimeSpec;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Which rows of some tables make a series, and in which order, as the config asks. Each table is
 * treated by itself, so that no test row gets into the training part.
 *
 * @param rows by table; rows are counted through all tables, one after the other
 * @param together rows of the same time, by the one that represents them
 * @param moved rows that came after a row of a later time, and were sorted
 */
record RowOrder(List<int[]> rows, Map<Integer, int[]> together, BitSet moved) {

  /**
   * @param times of all rows
   */
  static RowOrder of(List<Table> tables, List<LocalDateTime> times, TimeSpec spec) {
    List<int[]> rows = new ArrayList<>();
    Map<Integer, int[]> together = new HashMap<>();
    BitSet moved = new BitSet();
    int start = 0;
    for (Table table : tables) {
      int[] own = IntStream.range(start, start + table.size()).toArray();
      if (spec.order() == TimeSpec.Order.SORT) {
        own = sorted(own, times, moved);
      }
      rows.add(
          spec.duplicates() == TimeSpec.Duplicates.ERROR
              ? own
              : once(own, times, spec.duplicates(), together));
      start += table.size();
    }
    return new RowOrder(rows, together, moved);
  }

  /** Rows of the same time stay in the order of the file. */
  private static int[] sorted(int[] rows, List<LocalDateTime> times, BitSet moved) {
    LocalDateTime latest = LocalDateTime.MIN;
    for (int row : rows) {
      moved.set(row, times.get(row).isBefore(latest));
      latest = times.get(row).isAfter(latest) ? times.get(row) : latest;
    }
    return IntStream.of(rows)
        .boxed()
        .sorted(Comparator.comparing(times::get))
        .mapToInt(row -> row)
        .toArray();
  }

  private static int[] once(
      int[] rows,
      List<LocalDateTime> times,
      TimeSpec.Duplicates duplicates,
      Map<Integer, int[]> together) {
    IntStream.Builder once = IntStream.builder();
    int from = 0;
    while (from < rows.length) {
      int to = from + 1;
      while (to < rows.length && times.get(rows[to]).equals(times.get(rows[from]))) {
        to++;
      }
      int kept = rows[duplicates == TimeSpec.Duplicates.LAST ? to - 1 : from];
      once.add(kept);
      if (to - from > 1) {
        together.put(kept, Arrays.copyOfRange(rows, from, to));
      }
      from = to;
    }
    return once.build().toArray();
  }

  /** The rows of all tables. */
  int[] all() {
    return rows.stream().flatMapToInt(IntStream::of).toArray();
  }

  /** The tables with only these rows, in this order. */
  List<Table> tables(List<Table> tables) {
    List<Table> ordered = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < rows.size(); i++) {
      int first = start;
      Table table = tables.get(i);
      int[] own = IntStream.of(rows.get(i)).map(row -> row - first).toArray();
      boolean asItIs =
          own.length == table.size() && IntStream.range(0, own.length).allMatch(r -> own[r] == r);
      ordered.add(asItIs ? table : table.inOrder(own));
      start += table.size();
    }
    return ordered;
  }

  /**
   * The changes that were made.
   *
   * @param source the row from which each row of the result comes
   * @param inserted the rows of the result that are copies
   */
  RowChanges changes(int[] source, BitSet inserted) {
    BitSet movedTo = new BitSet();
    BitSet joined = new BitSet();
    for (int row = 0; row < source.length; row++) {
      if (!inserted.get(row)) {
        movedTo.set(row, moved.get(source[row]));
        joined.set(row, together.containsKey(source[row]));
      }
    }
    int dropped = together.values().stream().mapToInt(rows -> rows.length - 1).sum();
    return new RowChanges(inserted, movedTo, joined, dropped);
  }
}
