package dev.sluice.frame.series;

import dev.sluice.spec.MissingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The rows of one series in some files in time order, one step apart, some of which may have no
 * value.
 *
 * @param values original units, (columns, rows); NaN where there is none
 * @param known the number of rows before those to forecast
 */
record SeriesRows(SeriesKey key, Timeline timeline, double[][] values, int known) {
  TimeAxis axis() {
    return timeline.axis();
  }

  RowChanges changes() {
    return timeline.changes();
  }

  /**
   * Fills in missing values. What is filled in was known at its time, except in the training part,
   * where a value may also come from a later row of the same part.
   *
   * @param trainingEnd the row after the last one of the training part; 0 for new rows
   */
  Series filled(SeriesLayout layout, int trainingEnd) {
    double[][] whole = new double[values.length][];
    List<BitSet> filled = new ArrayList<>();
    List<BitSet> hidden = new ArrayList<>();
    BitSet absent = new BitSet();
    absent.or(stretches(layout).absent());
    for (int column = 0; column < values.length; column++) {
      BitSet missing = new BitSet();
      for (int row = 0; row < values[column].length; row++) {
        missing.set(row, Double.isNaN(values[column][row]));
      }
      whole[column] =
          missing.isEmpty()
              ? values[column]
              : fill(values[column], missing, layout.specs().get(column).missing(), trainingEnd);
      filled.add(missing);
      boolean masked = layout.masks(column);
      hidden.add(masked ? missing : stretches(layout).absent());
      if (masked && column < layout.targets().size() && trainingEnd > 0) {
        absent.set(0, missing.nextClearBit(0)); // its value comes from a later row
      }
    }
    return new Series(axis(), whole, filled, hidden, new Stretches(absent));
  }

  /** The rows between gaps, if the config splits series there. */
  Stretches stretches(SeriesLayout layout) {
    return new Stretches(layout.segments() ? changes().inserted() : new BitSet());
  }

  private static double[] fill(double[] values, BitSet missing, MissingSpec spec, int trainingEnd) {
    double[] whole = values.clone();
    int first = missing.nextClearBit(0);
    if (first < values.length) {
      Arrays.fill(whole, 0, first, values[first]); // a constant overwrites it; else it is hidden
    }
    for (int row = missing.nextSetBit(0); row >= 0; row = missing.nextSetBit(row + 1)) {
      if (spec instanceof MissingSpec.Constant constant) {
        whole[row] = constant.value();
      } else if (row > first) {
        int after = missing.nextClearBit(row);
        boolean between = spec instanceof MissingSpec.Interpolate && after < trainingEnd;
        whole[row] =
            between
                ? whole[row - 1] + (values[after] - whole[row - 1]) / (after - row + 1)
                : whole[row - 1];
      }
    }
    return whole;
  }
}
