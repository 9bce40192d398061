package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;

/**
 * Forecasts and what came true, in original units.
 *
 * @param columns the names of the target columns
 * @param actual (windows, steps, columns), windows in time order; not copied, never written
 * @param forecast (windows, steps, columns); not copied, never written
 * @param maseScale what MASE divides by (Hyndman and Koehler 2006): the mean of |y(t) - y(t -
 *     season)| over the training part, the season 1 where none is known; (columns); 0, and then
 *     MASE is undefined, for a column without such differences
 */
public record Forecasts(
    List<String> columns, double[][][] actual, double[][][] forecast, double[] maseScale)
    implements Predictions {

  public Forecasts {
    columns = List.copyOf(columns);
    if (maseScale.length != columns.size()) {
      throw new IllegalArgumentException(
          "%s scales for the columns %s".formatted(maseScale.length, columns));
    }
    if (actual.length != forecast.length) {
      throw new IllegalArgumentException(
          "%s windows came true, %s were forecast".formatted(actual.length, forecast.length));
    }
    for (int w = 0; w < actual.length; w++) {
      if (actual[w].length != actual[0].length || forecast[w].length != actual[0].length) {
        throw new IllegalArgumentException(
            "window %s has %s actual and %s forecast steps, window 0 has %s"
                .formatted(w, actual[w].length, forecast[w].length, actual[0].length));
      }
      for (int h = 0; h < actual[w].length; h++) {
        if (actual[w][h].length != columns.size() || forecast[w][h].length != columns.size()) {
          throw new IllegalArgumentException(
              "window %s, step %s has %s actual and %s forecast values for the columns %s"
                  .formatted(w, h + 1, actual[w][h].length, forecast[w][h].length, columns));
        }
      }
    }
  }

  @Override
  public int size() {
    return actual.length;
  }

  public int steps() {
    return actual.length == 0 ? 0 : actual[0].length;
  }

  /** Windows x steps x columns. */
  public long points() {
    return (long) size() * steps() * columns.size();
  }

  /** Whether every column has a scale for MASE. */
  public boolean hasScales() {
    return Arrays.stream(maseScale).allMatch(scale -> scale > 0);
  }

  /** One column alone. */
  public Forecasts column(int column) {
    return new Forecasts(
        List.of(columns.get(column)),
        column(actual, column),
        column(forecast, column),
        new double[] {maseScale[column]});
  }

  /** One step alone, steps counted from 0. */
  public Forecasts step(int step) {
    return new Forecasts(columns, step(actual, step), step(forecast, step), maseScale);
  }

  private static double[][][] column(double[][][] values, int column) {
    double[][][] one = new double[values.length][][]; // (windows, steps, 1)
    for (int w = 0; w < values.length; w++) {
      one[w] = new double[values[w].length][1];
      for (int h = 0; h < values[w].length; h++) {
        one[w][h][0] = values[w][h][column];
      }
    }
    return one;
  }

  private static double[][][] step(double[][][] values, int step) {
    double[][][] one = new double[values.length][1][]; // (windows, 1, columns)
    for (int w = 0; w < values.length; w++) {
      one[w][0] = values[w][step];
    }
    return one;
  }
}
