package dev.sluice.frame.series;

import dev.sluice.spec.InputSpec.Calendar;
import java.util.List;

/**
 * The features of every row of a series, from which all windows are cut. Computed when first asked
 * for: until then, no class of DataVec is loaded. Thread-safe.
 */
final class FeatureRows {
  private final List<FittedColumn> columns;
  private final List<Calendar> calendar;
  private final Series series;
  private double[][] values; // (features, rows): scaled columns, then sine and cosine of each part

  FeatureRows(List<FittedColumn> columns, List<Calendar> calendar, Series series) {
    this.columns = columns;
    this.calendar = calendar;
    this.series = series;
  }

  /**
   * @return (features, rows), never written; rows without a transformed value are NaN
   */
  synchronized double[][] values() {
    if (values == null) {
      double[][] scaled = SeriesTransforms.scale(columns, series);
      values = new double[columns.size() + 2 * calendar.size()][];
      System.arraycopy(scaled, 0, values, 0, scaled.length);
      for (int i = 0; i < calendar.size(); i++) {
        double[] sines = new double[series.size()];
        double[] cosines = new double[series.size()];
        TimeAxis.Timed axis = (TimeAxis.Timed) series.axis(); // the layout has a calendar only then
        for (int row = 0; row < series.size(); row++) {
          double phase = CalendarPhase.of(calendar.get(i), axis.time(row));
          sines[row] = CalendarPhase.sine(phase);
          cosines[row] = CalendarPhase.cosine(phase);
        }
        values[columns.size() + 2 * i] = sines;
        values[columns.size() + 2 * i + 1] = cosines;
      }
    }
    return values;
  }
}
