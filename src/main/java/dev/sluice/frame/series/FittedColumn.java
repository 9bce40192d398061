package dev.sluice.frame.series;

import dev.sluice.frame.Scale;

/**
 * How one column becomes a feature and back: the transform, then the scale fitted on the training
 * part.
 */
record FittedColumn(String name, ColumnTransform transform, Scale scale) {

  /**
   * The scaled value of a row.
   *
   * @param values original units, (rows)
   * @param row at least the transform's memory
   */
  double apply(double[] values, int row) {
    return scale.apply(transform.apply(values, row));
  }

  /**
   * Brings a forecast back to original units.
   *
   * @param scaled the rows to forecast, (horizon)
   * @param values original units, (rows); not read beyond {@code cutoff}
   */
  double[] invert(double[] scaled, double[] values, int cutoff) {
    double[] transformed = new double[scaled.length];
    for (int step = 0; step < scaled.length; step++) {
      transformed[step] = scale.invert(scaled[step]);
    }
    return transform.invert(transformed, values, cutoff);
  }
}
