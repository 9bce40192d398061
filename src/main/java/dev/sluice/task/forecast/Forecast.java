package dev.sluice.task.forecast;

import dev.sluice.evaluate.Spread;
import dev.sluice.task.Prediction;
import java.util.List;
import java.util.Map;

/**
 * The forecast of future values.
 *
 * @param series the values that tell the series from others, one for each column of data.series.by;
 *     none if there is only one series
 * @param cutoff the time of the last row that the model saw, or its number
 * @param timestamps the times that are forecast, or their numbers; (steps)
 * @param columns the names of the forecast columns
 * @param values (steps, columns), original units; not copied, never written
 * @param bounds where they are expected to lie, (steps, columns), by the name in predictions.csv,
 *     such as {@code lower_80} and {@code q_0.9}
 */
public record Forecast(
    List<String> series,
    String cutoff,
    List<String> timestamps,
    List<String> columns,
    double[][] values,
    Map<String, double[][]> bounds)
    implements Prediction {
  public Forecast {
    series = List.copyOf(series);
    timestamps = List.copyOf(timestamps);
    columns = List.copyOf(columns);
  }

  /**
   * One column's values, first step first; (steps).
   *
   * @throws IllegalArgumentException if the model does not forecast it
   */
  public double[] column(String name) {
    return column(values, name);
  }

  /**
   * The lower ends of one column's intervals; (steps).
   *
   * @param level such as 0.8
   * @throws IllegalArgumentException if the model does not forecast them
   */
  public double[] lower(double level, String name) {
    return column(bounds("lower_" + Spread.percent(level)), name);
  }

  /** The upper ends, see {@link #lower}. */
  public double[] upper(double level, String name) {
    return column(bounds("upper_" + Spread.percent(level)), name);
  }

  /**
   * The quantiles of one column's values; (steps).
   *
   * @param level such as 0.1
   * @throws IllegalArgumentException if the model does not forecast them
   */
  public double[] quantile(double level, String name) {
    return column(bounds(Spread.Quantile.name(level)), name);
  }

  private double[][] bounds(String name) {
    if (!bounds.containsKey(name)) {
      throw new IllegalArgumentException("no '%s' among %s".formatted(name, bounds.keySet()));
    }
    return bounds.get(name);
  }

  private double[] column(double[][] of, String name) {
    int column = columns.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException("no column '%s' among %s".formatted(name, columns));
    }
    double[] series = new double[of.length];
    for (int step = 0; step < series.length; step++) {
      series[step] = of[step][column];
    }
    return series;
  }
}
