package dev.sluice.frame.series;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Numbers in time order, exactly one step apart, none missing. Immutable.
 *
 * @param values original units, (columns, rows); never written
 * @param filled the rows in which a missing value has been filled in, by column; never written
 * @param hidden those of them in which the filled value must not be learned from, by column; never
 *     written
 * @param stretches the rows that windows are cut from
 */
record Series(
    TimeAxis axis,
    double[][] values,
    List<BitSet> filled,
    List<BitSet> hidden,
    Stretches stretches) {

  /** The number of rows; every series has at least one column. */
  int size() {
    return values[0].length;
  }

  /** A column with NaN where its value is hidden; never written. */
  double[] observed(int column) {
    if (hidden.get(column).isEmpty()) {
      return values[column];
    }
    double[] observed = values[column].clone();
    hidden.get(column).stream().forEach(row -> observed[row] = Double.NaN);
    return observed;
  }

  /** Some of its columns alone. */
  Series of(int[] columns) {
    return new Series(
        axis,
        IntStream.of(columns).mapToObj(column -> values[column]).toArray(double[][]::new),
        IntStream.of(columns).mapToObj(filled::get).toList(),
        IntStream.of(columns).mapToObj(hidden::get).toList(),
        stretches);
  }

  /** Extended to this number of rows: the additional ones have static values only. */
  Series upTo(int rows, int firstStatic) {
    double[][] longer = new double[values.length][];
    for (int column = 0; column < values.length; column++) {
      longer[column] = Arrays.copyOf(values[column], rows);
      Arrays.fill(
          longer[column],
          Math.min(rows, size()),
          rows,
          column < firstStatic ? Double.NaN : values[column][0]);
    }
    return new Series(axis, longer, filled, hidden, stretches);
  }

  /** The first rows alone. */
  Series before(int end) {
    return new Series(
        axis,
        Arrays.stream(values).map(v -> Arrays.copyOf(v, end)).toArray(double[][]::new),
        filled.stream().map(rows -> rows.get(0, end)).toList(),
        hidden.stream().map(rows -> rows.get(0, end)).toList(),
        new Stretches(stretches.absent().get(0, end)));
  }
}
