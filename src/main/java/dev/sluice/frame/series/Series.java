package dev.sluice.frame.series;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Numbers in time order, exactly one step apart, none missing. Immutable.
 *
 * @param values original units, (columns, rows); never written
 * @param filled the rows in which a value was missing and is filled in, by column; never written
 */
record Series(TimeAxis axis, double[][] values, List<BitSet> filled) {

  /** The rows; every series has at least one column. */
  int size() {
    return values[0].length;
  }

  /** The first rows alone. */
  Series before(int end) {
    return new Series(
        axis,
        Arrays.stream(values).map(v -> Arrays.copyOf(v, end)).toArray(double[][]::new),
        filled.stream().map(rows -> rows.get(0, end)).toList());
  }
}
