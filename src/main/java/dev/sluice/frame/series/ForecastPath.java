package dev.sluice.frame.series;

/**
 * The forecast of one column of one window, from which other values of a step are converted to the
 * units of the network and back. If a transform depends on the rows before, such as a difference,
 * these are the forecast ones.
 */
public final class ForecastPath {
  private final FittedColumn column;
  private final WindowScale windowScale;
  private final int first; // row of the series, of the first step
  private final double[] rows; // rows that the transform needs, then the steps
  private final int before;

  /**
   * @param values original units, (rows); not read beyond {@code cutoff}
   * @param forecast original units, (horizon)
   */
  ForecastPath(
      FittedColumn column,
      WindowScale windowScale,
      double[] values,
      int cutoff,
      double[] forecast) {
    this.column = column;
    this.windowScale = windowScale;
    this.first = cutoff + 1;
    this.before = Math.max(1, column.transform().memory());
    this.rows = new double[before + forecast.length];
    System.arraycopy(values, cutoff + 1 - before, rows, 0, before);
    System.arraycopy(forecast, 0, rows, before, forecast.length);
  }

  /**
   * Converts a value to the units of the network.
   *
   * @param step from 0
   */
  public double scaled(int step, double value) {
    int row = before + step;
    double forecast = rows[row];
    rows[row] = value;
    double scaled = windowScale.apply(column.apply(rows, row), first + step);
    rows[row] = forecast;
    return scaled;
  }

  /** Undoes {@link #scaled}. */
  public double original(int step, double scaled) {
    double[] one = {windowScale.invert(scaled, first + step)};
    return column.invert(one, rows, before + step - 1)[0];
  }
}
