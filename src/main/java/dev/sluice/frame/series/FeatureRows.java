package dev.sluice.frame.series;

import dev.sluice.spec.InputSpec.Calendar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The features of every row of a series, from which all windows are cut. Computed when they are
 * first needed, so that no class of DataVec is loaded before. Thread-safe.
 */
final class FeatureRows {
  private static final BitSet NONE = new BitSet();

  private final SeriesLayout layout;
  private final List<FittedColumn> columns; // of the layout's numbers
  private final Series series;
  private double[][] values; // (features, rows): scaled columns, then what stands below
  private List<BitSet> hidden; // of columns

  FeatureRows(SeriesLayout layout, List<FittedColumn> columns, Series series) {
    this.layout = layout;
    this.columns = columns;
    this.series = series;
  }

  /** The rows where a feature has no value to show, but one for scaling windows. */
  synchronized BitSet hidden(int feature) {
    if (hidden == null) {
      List<BitSet> all = new ArrayList<>();
      for (int column : layout.numbers()) {
        all.add(layout.masks(column) ? hiddenOf(column) : NONE);
      }
      hidden = all;
    }
    return feature < hidden.size() ? hidden.get(feature) : NONE;
  }

  /** Includes rows whose transform needs another row without a value. */
  private BitSet hiddenOf(int column) {
    ColumnTransform transform = layout.transforms().get(column);
    double[] observed = series.observed(column);
    BitSet rows = new BitSet();
    for (int row = transform.memory(); row < observed.length; row++) {
      rows.set(row, Double.isNaN(transform.apply(observed, row)));
    }
    return rows;
  }

  /**
   * @return (features, rows), never written; rows without a transformed value are NaN
   */
  synchronized double[][] values() {
    if (values == null) {
      double[][] scaled = SeriesTransforms.scale(columns, series.of(layout.numbers()));
      List<Calendar> calendar = layout.calendar();
      List<Integer> masked = layout.masked();
      int masks = columns.size() + 2 * calendar.size();
      int days = masks + masked.size();
      values = new double[layout.featuresOfRows()][];
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
      for (int i = 0; i < masked.size(); i++) {
        double[] there = new double[series.size()];
        Arrays.fill(there, 1);
        hiddenOf(masked.get(i)).stream().forEach(row -> there[row] = 0);
        values[masks + i] = there;
      }
      if (layout.holidays().isPresent()) {
        double[][] holidays =
            new Holidays(layout.holidays().get()).of((TimeAxis.Timed) series.axis(), series.size());
        System.arraycopy(holidays, 0, values, days, holidays.length);
      }
    }
    return values;
  }
}
