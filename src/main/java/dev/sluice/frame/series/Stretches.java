package dev.sluice.frame.series;

import dev.sluice.frame.series.Windows.Placement;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * The rows of a series between its gaps, which no window crosses.
 *
 * @param absent rows that belong to no stretch; never written
 */
record Stretches(BitSet absent) {

  /** How many there are among the first rows. */
  int count(int end) {
    int count = 0;
    for (int row = absent.nextClearBit(0); row < end; ) {
      count++;
      int gap = absent.nextSetBit(row);
      row = gap < 0 ? end : absent.nextClearBit(gap);
    }
    return count;
  }

  /** The number of rows in the longest one among the first rows. */
  int longest(int end) {
    int longest = 0;
    for (int row = absent.nextClearBit(0); row < end; ) {
      int gap = absent.nextSetBit(row);
      int to = gap < 0 ? end : Math.min(gap, end);
      longest = Math.max(longest, to - row);
      row = absent.nextClearBit(to);
    }
    return longest;
  }

  /** The first row of the stretch that ends before a row. */
  int lastStart(int end) {
    return absent.previousSetBit(end - 1) + 1;
  }

  /**
   * Those windows that lie within one.
   *
   * @param before rows before a window that it needs
   * @param rows of a window
   */
  Placement within(Placement placement, int before, int rows) {
    if (absent.isEmpty() || placement.count() == 0) {
      return placement;
    }
    int[] starts =
        IntStream.range(0, placement.count())
            .map(placement::start)
            .filter(
                start -> {
                  int gap = absent.nextSetBit(start - before);
                  return gap < 0 || gap >= start + rows;
                })
            .toArray();
    return Placement.at(starts);
  }
}
