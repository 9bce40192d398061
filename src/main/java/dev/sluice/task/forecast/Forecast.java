package dev.sluice.task.forecast;

import dev.sluice.task.Prediction;
import java.util.List;

/**
 * The values to come.
 *
 * @param series what tells the series from others, one value for each column of data.series.by;
 *     none where there is only one series
 * @param cutoff the time of the last row that the model saw, or its number
 * @param timestamps the times that are forecast, or their numbers; (steps)
 * @param columns the names of what is forecast
 * @param values (steps, columns), original units; not copied, never written
 */
public record Forecast(
    List<String> series,
    String cutoff,
    List<String> timestamps,
    List<String> columns,
    double[][] values)
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
    int column = columns.indexOf(name);
    if (column < 0) {
      throw new IllegalArgumentException("no column '%s' among %s".formatted(name, columns));
    }
    double[] series = new double[values.length];
    for (int step = 0; step < series.length; step++) {
      series[step] = values[step][column];
    }
    return series;
  }
}
