package dev.sluice.frame.series;

import dev.sluice.frame.Frame;
import dev.sluice.frame.Scale;
import dev.sluice.frame.series.Windows.Placement;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The windows of one part, or of new rows: those of one series after another, each in time order.
 * They are views of the features of their series. Thread-safe.
 */
public final class SeriesExamples implements Frame {
  private final SeriesLayout layout;
  private final List<Member> members;
  private final int[] ends; // (members): the number of windows up to the end of each
  private final Map<List<String>, Integer> places = new HashMap<>(); // of members, by key
  private final boolean labelled;
  private final List<RowFeature> rowFeatures;
  private final int pastNumbers;
  private final int[] categories;
  private final int featureCount;

  /**
   * One of the features of {@link FeatureRows}.
   *
   * @param past whether it is unknown after the cutoff
   */
  private record RowFeature(OptionalInt target, boolean past) {}

  /**
   * One of the series.
   *
   * @param fitted what was learned of it
   * @param features of all its rows
   * @param placement of its windows
   */
  record Member(
      SeriesKey key,
      FittedMember fitted,
      Series series,
      FeatureRows features,
      Placement placement) {
    /**
     * @param before rows before a window that it needs
     * @param rows of a window
     */
    Member withinStretches(int before, int rows) {
      return with(series.stretches().within(placement, before, rows));
    }

    double[] seen(int column, int rows) {
      double[] values = Arrays.copyOf(series.values()[column], rows);
      series.filled().get(column).stream()
          .filter(row -> row < rows)
          .forEach(row -> values[row] = Double.NaN);
      return values;
    }

    Member with(Placement other) {
      return new Member(key, fitted, series, features, other);
    }
  }

  SeriesExamples(SeriesLayout layout, List<Member> members, boolean labelled) {
    this.layout = layout;
    int rows = labelled ? layout.windows().rows() : layout.steps();
    List<Member> whole =
        members.stream().map(member -> member.withinStretches(layout.memory(), rows)).toList();
    this.members =
        whole.size() == 1
            ? whole
            : whole.stream().filter(member -> member.placement().count() > 0).toList();
    this.ends = this.members.stream().mapToInt(member -> member.placement().count()).toArray();
    Arrays.parallelPrefix(ends, Math::addExact);
    this.labelled = labelled;
    this.rowFeatures =
        IntStream.range(0, layout.featuresOfRows())
            .mapToObj(f -> new RowFeature(layout.targetOf(f), layout.isPast(f)))
            .toList();
    this.pastNumbers = layout.pastNumbers();
    this.categories = layout.categories();
    this.featureCount = layout.features();
    for (int series = 0; series < this.members.size(); series++) {
      places.put(seriesKey(series), series);
    }
  }

  /** The number of windows. */
  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }

  /** Whether the rows to forecast are known. */
  public boolean labelled() {
    return labelled;
  }

  /** The names of the target columns. */
  public List<String> columns() {
    return layout.targets();
  }

  /** The columns that tell series apart; none where there is only one. */
  public List<String> seriesColumns() {
    return layout.by();
  }

  /** How many series have windows here; 1 where there is only one. */
  public int seriesCount() {
    return members.size();
  }

  /** The values that tell a series from the others, one for each of {@link #seriesColumns}. */
  public List<String> seriesKey(int series) {
    return members.get(series).key().values();
  }

  /** The series with this key, counted from 0; empty if it has no windows here. */
  public Optional<Integer> seriesWith(List<String> key) {
    return Optional.ofNullable(places.get(key));
  }

  /** The series that a window belongs to, counted from 0. */
  public int seriesOf(int window) {
    if (window < 0 || window >= size()) {
      throw new IndexOutOfBoundsException("window " + window + " of " + size());
    }
    int place = Arrays.binarySearch(ends, window + 1);
    return place >= 0 ? place : -place - 1;
  }

  /** The first window of a series. */
  public int firstWindow(int series) {
    return series == 0 ? 0 : ends[series - 1];
  }

  /** The window after the last one of a series. */
  public int endWindow(int series) {
    return ends[series];
  }

  /** The number of rows of a series, including those outside of the windows. */
  public int rows(int series) {
    return members.get(series).series().size();
  }

  /** The time of a row of a series; empty where rows have none. */
  public Optional<LocalDateTime> time(int series, int row) {
    return members.get(series).series().axis() instanceof TimeAxis.Timed timed
        ? Optional.of(timed.time(row))
        : Optional.empty();
  }

  /** The time of a row of a series, or its number, as users write it. */
  public String label(int series, int row) {
    return members.get(series).series().axis().label(row);
  }

  /**
   * Some of the windows: {@code count} of each of these series, every {@code stride}th, starting
   * with the window {@code first} of the series.
   */
  public SeriesExamples every(Set<List<String>> keys, int first, int stride, int count) {
    return new SeriesExamples(
        layout,
        members.stream()
            .filter(member -> keys.contains(member.key().values()))
            .map(
                member -> {
                  Placement all = member.placement();
                  return member.with(new Placement(all.start(first), count, all.stride() * stride));
                })
            .toList(),
        labelled);
  }

  /** The number of rows between the starts of two windows. */
  public int stride() {
    return members.isEmpty() ? 1 : members.get(0).placement().stride();
  }

  /** The number of rows that each window forecasts. */
  public int horizon() {
    return layout.windows().horizon();
  }

  /** The rows between the last one seen and the first one forecast. */
  public int gap() {
    return layout.windows().gap();
  }

  private Member member(int window) {
    return members.get(seriesOf(window));
  }

  /** The first row of a window's lookback. */
  private int start(int window) {
    int series = seriesOf(window);
    return members.get(series).placement().start(window - firstWindow(series));
  }

  private TimeAxis axis(int window) {
    return member(window).series().axis();
  }

  /** The time of the last row that a window sees, or its number, as users write it. */
  public String cutoff(int window) {
    return axis(window).label(cutoffRow(window));
  }

  /** The times of the rows that a window forecasts, or their numbers; (horizon). */
  public List<String> timestamps(int window) {
    int first = firstTarget(window);
    return IntStream.range(first, first + horizon()).mapToObj(axis(window)::label).toList();
  }

  /**
   * The actual values.
   *
   * @return (horizon, columns), original units; NaN where the value is unknown and has been filled
   *     in
   * @throws IllegalStateException if the targets lie beyond the rows
   */
  public double[][] actual(int window) {
    requireLabelled();
    Series series = member(window).series();
    int first = firstTarget(window);
    return IntStream.range(first, first + horizon())
        .mapToObj(row -> actual(series, row))
        .toArray(double[][]::new);
  }

  /**
   * The same for all windows, which share the arrays of rows that are in several of them.
   *
   * @return (windows, horizon, columns)
   * @throws IllegalStateException if the targets lie beyond the rows
   */
  public double[][][] actual() {
    requireLabelled();
    double[][][] actual = new double[size()][horizon()][];
    for (int place = 0; place < seriesCount(); place++) {
      Series series = members.get(place).series();
      double[][] rows = new double[series.size()][];
      for (int window = firstWindow(place); window < endWindow(place); window++) {
        int first = firstTarget(window);
        for (int step = 0; step < horizon(); step++) {
          int row = first + step;
          rows[row] = rows[row] == null ? actual(series, row) : rows[row];
          actual[window][step] = rows[row];
        }
      }
    }
    return actual;
  }

  private void requireLabelled() {
    if (!labelled) {
      throw new IllegalStateException("the targets are after the last row");
    }
  }

  private int firstTarget(int window) {
    return layout.windows().firstTarget(start(window));
  }

  /** (columns). */
  private double[] actual(Series series, int row) {
    double[] actual = new double[columns().size()];
    for (int column = 0; column < actual.length; column++) {
      boolean filled = series.filled().get(column).get(row);
      actual[column] = filled ? Double.NaN : series.values()[column][row];
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
    Member member = member(window);
    int start = start(window);
    int targets = columns().size();
    if (output.length != horizon() * targets) {
      throw new IllegalArgumentException(
          "%s outputs for %s steps of %s columns".formatted(output.length, horizon(), targets));
    }
    double[][] forecast = new double[horizon()][targets];
    for (int column = 0; column < targets; column++) {
      WindowScale scale = windowScale(member, column, start);
      double[] scaled = new double[horizon()];
      for (int step = 0; step < horizon(); step++) {
        scaled[step] =
            scale.invert(
                output[step * targets + column], layout.windows().firstTarget(start) + step);
      }
      double[] original =
          member
              .fitted()
              .columns()
              .get(column)
              .invert(scaled, member.series().values()[column], layout.windows().cutoff(start));
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

  /**
   * Converts other values of a target column to the units of the network and back.
   *
   * @param forecast original units, (horizon, columns)
   */
  public ForecastPath path(int window, int column, double[][] forecast) {
    Member member = member(window);
    int start = start(window);
    return new ForecastPath(
        member.fitted().columns().get(column),
        windowScale(member, column, start),
        member.series().values()[column],
        layout.windows().firstTarget(start) - 1,
        Arrays.stream(forecast).mapToDouble(step -> step[column]).toArray());
  }

  /**
   * The standard deviation of one column over the lookback of a window, in the units of the
   * network; for a window of equal values, 1 in the column's scale.
   */
  public double deviation(int window, int column) {
    Member member = member(window);
    int start = start(window);
    return Scale.ofWindow(
                new WindowScaleSpec.Standard(),
                member.features().values()[column],
                start,
                layout.windows().lookback())
            .divisor()
        / windowScale(member, column, start).divisor();
  }

  /** The number of features per step that the network sees. */
  public int featureCount() {
    return featureCount;
  }

  /**
   * The column that a feature of a step belongs to. Empty for the calendar and other features
   * without a column, and for the target of an example with a single target.
   */
  public Optional<String> columnOf(int number) {
    int[] numbers = layout.numbers();
    int unseen = examplesOfWindow() - 1; // targets of the window
    return unseen > 0 && number == 0 || number + unseen >= numbers.length
        ? Optional.empty()
        : Optional.of(layout.columns().get(numbers[number + unseen]));
  }

  /**
   * The number of steps of a window that the network sees: its lookback, and the known steps after
   * it.
   */
  public int steps() {
    return layout.steps();
  }

  /** The rows of a window whose targets the network sees. */
  public int lookback() {
    return layout.windows().lookback();
  }

  /**
   * The number of examples per window, one after the other: one, or one for each target if the
   * network sees each by itself.
   */
  public int examplesOfWindow() {
    return layout.examplesOfWindow();
  }

  /** The window that an example belongs to. */
  public int windowOf(int example) {
    return example / examplesOfWindow();
  }

  /** Whether a target is among the inputs and labels of an example. */
  public boolean holds(int example, int column) {
    return examplesOfWindow() == 1 || column == example % examplesOfWindow();
  }

  /**
   * The outputs of windows, combined from those of their examples.
   *
   * @param outputs (examples)(horizon * columns of the example)
   * @return (windows)(horizon * columns)
   */
  public float[][] ofWindows(float[][] outputs) {
    int columns = examplesOfWindow();
    if (columns == 1) {
      return outputs;
    }
    float[][] windows = new float[outputs.length / columns][];
    for (int w = 0; w < windows.length; w++) {
      int numbers = outputs[w * columns].length / horizon(); // of one value
      windows[w] = new float[outputs[w * columns].length * columns];
      for (int column = 0; column < columns; column++) {
        for (int step = 0; step < horizon(); step++) {
          System.arraycopy(
              outputs[w * columns + column],
              step * numbers,
              windows[w],
              (step * columns + column) * numbers,
              numbers);
        }
      }
    }
    return windows;
  }

  /**
   * Writes what the network sees of a window.
   *
   * @param example one of the window's
   * @param x receives (features, steps) from {@code offset} on
   */
  public void writeFeatures(int example, float[] x, int offset) {
    int window = windowOf(example);
    Member member = member(window);
    int start = start(window);
    int steps = steps();
    int at = offset;
    double[][] rows = member.features().values();
    WindowScale[] scales = new WindowScale[pastNumbers];
    for (int feature = 0; feature < rows.length; feature++) {
      OptionalInt target = rowFeatures.get(feature).target();
      if (target.isPresent() && !holds(example, target.getAsInt())) {
        continue;
      }
      WindowScale scale = WindowScale.NONE;
      if (feature < pastNumbers) {
        scale = windowScale(member, feature, start);
        scales[feature] = scale;
      }
      double[] values = rows[feature];
      BitSet hidden = member.features().hidden(feature);
      int seen = rowFeatures.get(feature).past() ? lookback() : steps;
      for (int step = 0; step < seen; step++) {
        int row = start + step;
        x[at + step] = hidden.get(row) ? 0 : (float) scale.apply(values[row], row);
      }
      Arrays.fill(x, at + seen, at + steps, 0);
      at += steps;
    }
    if (steps > lookback()) {
      Arrays.fill(x, at, at + lookback(), 0);
      Arrays.fill(x, at + lookback(), at + steps, 1);
      at += steps;
    }
    int cutoff = layout.windows().cutoff(start);
    for (int lag : layout.lags()) {
      for (int column = 0; column < columns().size(); column++) {
        if (!holds(example, column)) {
          continue;
        }
        WindowScale scale = scales[column];
        BitSet hidden = member.features().hidden(column);
        for (int step = 0; step < steps; step++) {
          int row = Windows.lagged(start + step, lag, cutoff);
          x[at + step] = hidden.get(row) ? 0 : (float) scale.apply(rows[column][row], row);
        }
        at += steps;
      }
    }
    for (int category : categories) {
      double[] ids = member.series().values()[category];
      int seen = category < layout.pastColumns() ? lookback() : steps;
      for (int step = 0; step < seen; step++) {
        x[at + step] = (float) ids[start + step];
      }
      Arrays.fill(x, at + seen, at + steps, 0); // which is an unknown one
      at += steps;
    }
    if (layout.embedding().isPresent()) {
      Arrays.fill(x, at, at + steps, member.fitted().id());
    }
  }

  /** The input of {@link WindowRecipe} for the features of a window. */
  public WindowRecipe.Rows rows(int window, WindowRecipe recipe) {
    Member member = member(window);
    double[][] original = member.series().values();
    int start = start(window);
    int end = start + steps();
    int[] numbers = layout.numbers();
    double[][] values = new double[pastNumbers][];
    double[][] known = new double[numbers.length - pastNumbers][];
    for (int i = 0; i < numbers.length; i++) {
      if (i < pastNumbers) {
        values[i] =
            Arrays.copyOfRange(original[numbers[i]], start - recipe.memory(), start + lookback());
      } else {
        known[i - pastNumbers] =
            Arrays.copyOfRange(original[numbers[i]], start - recipe.transformMemory(), end);
      }
    }
    double[][] calendar = new double[layout.calendar().size()][];
    for (int i = 0; i < calendar.length; i++) {
      InputSpec.Calendar part = layout.calendar().get(i);
      TimeAxis.Timed axis = (TimeAxis.Timed) member.series().axis(); // as there is a calendar
      calendar[i] =
          IntStream.range(start, end)
              .mapToDouble(row -> CalendarPhase.of(part, axis.time(row)))
              .toArray();
    }
    double[][] holidays = new double[recipe.holidays()][];
    for (int i = 0; i < holidays.length; i++) {
      holidays[i] =
          Arrays.copyOfRange(
              member.features().values()[numbers.length + 2 * calendar.length + i], start, end);
    }
    int[][] ids =
        IntStream.of(categories)
            .mapToObj(c -> Arrays.stream(original[c], start, end).mapToInt(id -> (int) id))
            .map(IntStream::toArray)
            .toArray(int[][]::new);
    return new WindowRecipe.Rows(values, known, calendar, holidays, ids, member.fitted().id());
  }

  /**
   * Writes the correct outputs of the network for a window; NaN where a value is missing and
   * masked.
   *
   * @param example one of the window's
   * @param y receives (horizon * columns) from {@code offset} on, {@code step * columns + column};
   *     one column if the example has one
   */
  public void writeLabels(int example, float[] y, int offset) {
    int window = windowOf(example);
    Member member = member(window);
    int start = start(window);
    int first = layout.windows().firstTarget(start);
    int targets = columns().size();
    int held = layout.columnsOfExample();
    for (int column = 0; column < targets; column++) {
      if (!holds(example, column)) {
        continue;
      }
      WindowScale scale = windowScale(member, column, start);
      double[] values = member.features().values()[column];
      BitSet hidden = member.features().hidden(column);
      for (int step = 0; step < horizon(); step++) {
        int row = first + step;
        y[offset + step * held + column % held] =
            hidden.get(row) ? Float.NaN : (float) scale.apply(values[row], row);
      }
    }
  }

  /** The rows that a window sees, as in "rows 1 to 24, 1949-01 to 1950-12". */
  public String rowsSeen(int window) {
    int cutoff = cutoffRow(window);
    return member(window).key().before(rows(window, cutoff + 1 - lookback(), cutoff));
  }

  /** The rows that a window forecasts, in the same words. */
  public String rowsForecast(int window) {
    int first = cutoffRow(window) + 1 + gap();
    return rows(window, first, first + horizon() - 1);
  }

  private String rows(int window, int first, int last) {
    TimeAxis axis = axis(window);
    return axis instanceof TimeAxis.Timed
        ? "rows %s to %s, %s to %s"
            .formatted(first + 1, last + 1, axis.label(first), axis.label(last))
        : "rows %s to %s".formatted(first + 1, last + 1);
  }

  /**
   * The columns of numbers, original units, of all series one after the other, each from its first
   * row up to the last one that its windows see or forecast, without static columns.
   *
   * @return by column, in order; NaN where a value was missing
   */
  public Map<String, double[]> seenNumbers() {
    Map<String, double[]> byColumn = new LinkedHashMap<>();
    for (int column : layout.scaled()) {
      byColumn.put(
          layout.columns().get(column),
          members.stream()
              .flatMapToDouble(member -> Arrays.stream(member.seen(column, rowsSeen(member))))
              .toArray());
    }
    return byColumn;
  }

  private int rowsSeen(Member member) {
    int count = member.placement().count();
    if (count == 0) {
      return 0;
    }
    int rows = labelled ? layout.windows().rows() : layout.windows().lookback();
    return Math.min(member.series().size(), member.placement().start(count - 1) + rows);
  }

  /** The last row that a window sees, counted from the first row of its series, which is 0. */
  public int cutoffRow(int window) {
    return layout.windows().cutoff(start(window));
  }

  /**
   * The target columns of a series from its first row on, including rows before the first window:
   * baselines may see each up to a window's {@link #cutoffRow}.
   *
   * @return (columns, rows), original units; do not modify
   */
  public double[][] targetRows(int series) {
    return Arrays.copyOf(members.get(series).series().values(), columns().size());
  }

  /**
   * The mean of |y(t) - y(t - season)| over the training part of a series, the denominator of MASE,
   * in original units; 0 if there are no such differences; (targets).
   */
  public double[] seasonalChange(int series) {
    return members.get(series).fitted().seasonalChange().clone();
  }

  /**
   * The mean of the squares of the same differences; (targets); 0 if the model is from an earlier
   * version that did not keep it.
   */
  public double[] squaredSeasonalChange(int series) {
    return members.get(series).fitted().squaredSeasonalChange().clone();
  }

  private WindowScale windowScale(Member member, int column, int start) {
    return WindowScale.of(layout, member.features().values()[column], start);
  }
}
