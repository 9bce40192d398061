package dev.sluice.frame.series;

import dev.sluice.frame.Frame;
import dev.sluice.frame.Scale;
import dev.sluice.frame.series.Windows.Placement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The windows of one part, or of new rows, in time order: views over one array of features.
 * Thread-safe.
 */
public final class SeriesExamples implements Frame {
  private final SeriesLayout layout;
  private final List<FittedColumn> columns;
  private final Series series;
  private final FeatureRows features;
  private final Placement placement;
  private final boolean labelled;

  SeriesExamples(
      SeriesLayout layout,
      List<FittedColumn> columns,
      Series series,
      FeatureRows features,
      Placement placement,
      boolean labelled) {
    this.layout = layout;
    this.columns = columns;
    this.series = series;
    this.features = features;
    this.placement = placement;
    this.labelled = labelled;
  }

  /** The number of windows. */
  @Override
  public int size() {
    return placement.count();
  }

  /** Whether the rows to forecast are known. */
  public boolean labelled() {
    return labelled;
  }

  /** The names of the target columns. */
  public List<String> columns() {
    return layout.targets();
  }

  /** The number of rows that each window forecasts. */
  public int horizon() {
    return layout.windows().horizon();
  }

  /** The rows between the last one seen and the first one forecast. */
  public int gap() {
    return layout.windows().gap();
  }

  /** The time of the last row that a window sees, or its number, as the user writes it. */
  public String cutoff(int window) {
    return series.axis().label(cutoffRow(window));
  }

  /** The times of the rows that a window forecasts, or their numbers; (horizon). */
  public List<String> timestamps(int window) {
    int first = layout.windows().firstTarget(placement.start(window));
    return IntStream.range(first, first + horizon()).mapToObj(series.axis()::label).toList();
  }

  /**
   * What came true.
   *
   * @return (horizon, columns), original units; NaN where nothing is known and a value is filled in
   * @throws IllegalStateException if the targets lie beyond the rows
   */
  public double[][] actual(int window) {
    if (!labelled) {
      throw new IllegalStateException("the targets lie beyond the rows");
    }
    int first = layout.windows().firstTarget(placement.start(window));
    double[][] actual = new double[horizon()][columns().size()];
    for (int step = 0; step < horizon(); step++) {
      for (int column = 0; column < columns().size(); column++) {
        boolean filled = series.filled().get(column).get(first + step);
        actual[step][column] = filled ? Double.NaN : series.values()[column][first + step];
      }
    }
    return actual;
  }

  /**
   * Undoes the window's scale, the column's scale and its transform.
   *
   * @param output of the network, (horizon * columns), {@code step * columns + column}
   * @return (horizon, columns), original units
   */
  public double[][] toOriginalUnits(int window, double[] output) {
    int start = placement.start(window);
    int targets = columns().size();
    if (output.length != horizon() * targets) {
      throw new IllegalArgumentException(
          "%s outputs for %s steps of %s columns".formatted(output.length, horizon(), targets));
    }
    double[][] forecast = new double[horizon()][targets];
    for (int column = 0; column < targets; column++) {
      Scale scale = windowScale(column, start);
      double[] scaled = new double[horizon()];
      for (int step = 0; step < horizon(); step++) {
        scaled[step] = scale.invert(output[step * targets + column]);
      }
      double[] original =
          columns.get(column).invert(scaled, series.values()[column], cutoffRow(window));
      for (int step = 0; step < horizon(); step++) {
        forecast[step][column] = original[step];
      }
    }
    return forecast;
  }

  /** See {@link #toOriginalUnits(int, double[])}. */
  public double[][] toOriginalUnits(int window, float[] output) {
    return toOriginalUnits(
        window, IntStream.range(0, output.length).mapToDouble(i -> output[i]).toArray());
  }

  /** Numbers per step that the network sees. */
  public int featureCount() {
    return layout.features();
  }

  /** The rows of a window that the network sees. */
  public int lookback() {
    return layout.windows().lookback();
  }

  /**
   * Writes what the network sees of a window.
   *
   * @param x takes (features, lookback) from {@code offset} on
   */
  public void writeFeatures(int window, float[] x, int offset) {
    int start = placement.start(window);
    int at = offset;
    double[][] rows = features.values();
    for (int feature = 0; feature < rows.length; feature++) {
      Scale scale = feature < columns.size() ? windowScale(feature, start) : Scale.NONE;
      double[] values = rows[feature];
      for (int row = start; row < start + lookback(); row++) {
        x[at++] = (float) scale.apply(values[row]);
      }
    }
  }

  /**
   * Writes what the network should say about a window.
   *
   * @param y takes (horizon * columns) from {@code offset} on, {@code step * columns + column}
   */
  public void writeLabels(int window, float[] y, int offset) {
    int start = placement.start(window);
    int first = layout.windows().firstTarget(start);
    int targets = columns().size();
    for (int column = 0; column < targets; column++) {
      Scale scale = windowScale(column, start);
      double[] values = features.values()[column];
      for (int step = 0; step < horizon(); step++) {
        y[offset + step * targets + column] = (float) scale.apply(values[first + step]);
      }
    }
  }

  /** The rows that a window sees, as in "rows 1 to 24, 1949-01 to 1950-12". */
  public String rowsSeen(int window) {
    int cutoff = cutoffRow(window);
    return rows(cutoff + 1 - lookback(), cutoff);
  }

  /** The rows that a window forecasts, in the same words. */
  public String rowsForecast(int window) {
    int first = cutoffRow(window) + 1 + gap();
    return rows(first, first + horizon() - 1);
  }

  private String rows(int first, int last) {
    return series.axis() instanceof TimeAxis.Timed
        ? "rows %s to %s, %s to %s"
            .formatted(first + 1, last + 1, series.axis().label(first), series.axis().label(last))
        : "rows %s to %s".formatted(first + 1, last + 1);
  }

  /** The row that a window sees last, counted from 0 from the first row of the series. */
  public int cutoffRow(int window) {
    return layout.windows().cutoff(placement.start(window));
  }

  /**
   * The target columns from the first row of the series on, rows before the first window included:
   * baselines may see each up to a window's {@link #cutoffRow}.
   *
   * @return (columns, rows), original units; do not write
   */
  public double[][] targetRows() {
    return Arrays.copyOf(series.values(), columns().size());
  }

  private Scale windowScale(int column, int start) {
    return Scale.ofWindow(layout.windowScale(), features.values()[column], start, lookback());
  }
}
