package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Forecasts and actual values, in original units.
 *
 * @param columns the names of the target columns
 * @param actual (windows, steps, columns), windows in time order; NaN where the value is unknown,
 *     which metrics leave out without counting it; not copied, never written
 * @param forecast (windows, steps, columns); not copied, never written
 * @param series whose windows they are, one series after another
 * @param spread where values are expected to lie around the forecasts
 * @param clipped how many values were moved to the bounds
 * @param stride rows between the starts of two windows
 */
public record Forecasts(
    List<String> columns,
    double[][][] actual,
    double[][][] forecast,
    List<OfSeries> series,
    Spread spread,
    Clipped clipped,
    int stride)
    implements Predictions {
  private static final int MOST_SERIES = 50; // whose scores are shown
  private static final int BEST_OR_WORST = 10; // shown if there are more series
  private static final int STEPS_AT_HAND = 24; // whose quantiles are all kept in memory
  private static final double FAR_OFF = 0.05; // between a coverage and its level

  /**
   * The windows of one series.
   *
   * @param name empty if there is only one series
   * @param end the window after its last one; it begins where the series before ends
   * @param maseScale the denominator of MASE (Hyndman and Koehler 2006): the mean of |y(t) - y(t -
   *     season)| over the training part, with a season of 1 if none is known; (columns); 0, and
   *     then MASE is undefined, for a column without such differences
   * @param rmsseScale the denominator of RMSSE's squares: the mean of the squares of the same
   *     differences; (columns); 0 where it is not known
   */
  public record OfSeries(String name, int end, double[] maseScale, double[] rmsseScale) {
    private OfSeries column(int column) {
      return new OfSeries(
          name, end, new double[] {maseScale[column]}, new double[] {rmsseScale[column]});
    }
  }

  /**
   * How many values were moved to the bounds.
   *
   * @param ends of intervals, and quantiles
   */
  public record Clipped(long forecasts, long ends) {
    public static final Clipped NONE = new Clipped(0, 0);

    private Clipped plus(Clipped other) {
      return new Clipped(forecasts + other.forecasts, ends + other.ends);
    }
  }

  /** Windows that begin at every row. */
  public Forecasts(
      List<String> columns,
      double[][][] actual,
      double[][][] forecast,
      List<OfSeries> series,
      Spread spread,
      Clipped clipped) {
    this(columns, actual, forecast, series, spread, clipped, 1);
  }

  /** With no values clipped. */
  public Forecasts(
      List<String> columns,
      double[][][] actual,
      double[][][] forecast,
      List<OfSeries> series,
      Spread spread) {
    this(columns, actual, forecast, series, spread, Clipped.NONE);
  }

  /** Without information on where values may lie around them. */
  public Forecasts(
      List<String> columns, double[][][] actual, double[][][] forecast, List<OfSeries> series) {
    this(columns, actual, forecast, series, Spread.NONE);
  }

  /** Windows of a single series. */
  public Forecasts(
      List<String> columns,
      double[][][] actual,
      double[][][] forecast,
      double[] maseScale,
      double[] rmsseScale) {
    this(
        columns, actual, forecast, List.of(new OfSeries("", actual.length, maseScale, rmsseScale)));
  }

  /** Windows of a single series, without the denominator of RMSSE. */
  public Forecasts(
      List<String> columns, double[][][] actual, double[][][] forecast, double[] maseScale) {
    this(columns, actual, forecast, maseScale, new double[maseScale.length]);
  }

  public Forecasts {
    columns = List.copyOf(columns);
    series = List.copyOf(series);
    for (OfSeries one : series) {
      if (one.maseScale().length != columns.size() || one.rmsseScale().length != columns.size()) {
        throw new IllegalArgumentException(
            "%s and %s scales for the columns %s"
                .formatted(one.maseScale().length, one.rmsseScale().length, columns));
      }
    }
    if (actual.length != (series.isEmpty() ? 0 : series.get(series.size() - 1).end())) {
      throw new IllegalArgumentException("%s windows of %s".formatted(actual.length, series));
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

  /**
   * @throws IllegalArgumentException if an actual value is infinite: the data were not checked
   */
  @Override
  public Optional<String> whyNone() {
    int broken = 0;
    for (int w = 0; w < size(); w++) {
      broken += isFinite(forecast[w]) ? 0 : 1;
      if (hasInfinite(actual[w])) {
        throw new IllegalArgumentException("window " + w + " has an actual value that is infinite");
      }
    }
    if (size() == 0) {
      return Optional.of("there are no windows to score");
    }
    if (points() == 0) {
      return Optional.of("there are no actual values to score");
    }
    return broken == 0
        ? Optional.empty()
        : Optional.of(
            "the forecasts of %s of %s windows are not finite numbers".formatted(broken, size()));
  }

  private static boolean hasInfinite(double[][] window) {
    for (double[] step : window) {
      for (double value : step) {
        if (Double.isInfinite(value)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether all of these are finite numbers. */
  public static boolean areFinite(double[][][] forecast) {
    return Arrays.stream(forecast).allMatch(Forecasts::isFinite);
  }

  private static boolean isFinite(double[][] window) {
    for (double[] step : window) {
      for (double value : step) {
        if (!Double.isFinite(value)) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public List<Double> levels() {
    return spread.judged().stream().map(Spread.Interval::level).toList();
  }

  /** Notes on values that were clipped, and on intervals whose coverage is far from their level. */
  @Override
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>();
    if (clipped.forecasts() + clipped.ends() > 0) {
      long all = (long) size() * steps() * columns.size();
      remarks.add(
          "bounds clipped %s of %s forecasts and %s of %s interval ends and quantiles."
              .formatted(clipped.forecasts(), all, clipped.ends(), all * spread.byName().size()));
    }
    List<String> far = new ArrayList<>();
    List<String> held = new ArrayList<>();
    for (double level : levels()) {
      Metric coverage = new SpreadMetrics.Coverage().ofLevel(level).orElseThrow();
      double share = Metrics.score(coverage, this).number().orElse(level);
      if (Math.abs(share - level) > FAR_OFF) {
        far.add(Spread.percent(level) + "%");
        held.add(String.format(Locale.ROOT, "%.1f%%", 100 * share));
      }
    }
    if (!far.isEmpty()) {
      remarks.add(
          "The intervals of %s contain %s of the values: %s."
              .formatted(
                  String.join(", ", far),
                  String.join(", ", held),
                  spread.intervals().isEmpty()
                      ? "train longer, or add intervals: {conformal: {}}, which are fitted to the"
                          + " validation part"
                      : "the values differ from those that the intervals were fitted to"));
    }
    return remarks;
  }

  /** MAE, or MASE for several columns or series: their units may differ. */
  @Override
  public Criterion criterion() {
    return columns.size() * series.size() > 1 && hasScales()
        ? new Criterion("MASE", new ForecastMetrics.Mase())
        : new Criterion("MAE", new ForecastMetrics.Mae());
  }

  /**
   * First the windows, aligned at the last one of each series; they depend on those that share rows
   * with them. Then whole series, if there are several.
   */
  @Override
  public List<Units> units() {
    int[] times = new int[size()];
    int[] ofSeries = new int[size()];
    int longest = 0;
    for (int s = 0, from = 0; s < series.size(); from = series.get(s).end(), s++) {
      longest = Math.max(longest, series.get(s).end() - from);
      for (int w = from; w < series.get(s).end(); w++) {
        times[w] = w - series.get(s).end();
        ofSeries[w] = s;
      }
    }
    for (int w = 0; w < times.length; w++) {
      times[w] += longest;
    }
    String counted =
        "%s of %s".formatted(Units.counted(size(), "window"), Units.counted(steps(), "step"));
    List<Units> units = new ArrayList<>();
    int overlap = Math.max(1, (steps() + stride - 1) / stride);
    units.add(new Units(counted, times, longest, overlap));
    if (series.size() > 1) {
      counted += " of %s series".formatted(series.size());
      units.set(0, new Units(counted, times, longest, overlap));
      units.add(new Units(counted, ofSeries, series.size(), 0));
    }
    return units;
  }

  @Override
  public Evaluation.ByColumnAndStep details(Map<String, Metric> metrics) {
    Map<String, Map<String, Score>> byColumn = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      byColumn.put(columns.get(c), Evaluation.scores(metrics, column(c)));
    }
    List<Map<String, Score>> byStep = new ArrayList<>();
    for (int from = 0; from < steps(); from += STEPS_AT_HAND) {
      Forecasts some = steps(from, Math.min(from + STEPS_AT_HAND, steps()));
      for (int h = 0; h < some.steps(); h++) {
        byStep.add(Evaluation.scores(metrics, some.step(h)));
      }
    }
    return new Evaluation.ByColumnAndStep(
        Collections.unmodifiableMap(byColumn),
        Collections.unmodifiableList(byStep),
        Collections.unmodifiableMap(bySeries(metrics)));
  }

  /** The scores of each series; if there are many, of the best and the worst. */
  private Map<String, Map<String, Score>> bySeries(Map<String, Metric> metrics) {
    Map<String, Map<String, Score>> bySeries = new LinkedHashMap<>();
    if (series.size() < 2) {
      return bySeries;
    }
    IntStream told =
        series.size() > MOST_SERIES
            ? IntStream.of(bestAndWorst(BEST_OR_WORST))
            : IntStream.range(0, series.size());
    told.forEach(s -> bySeries.put(series.get(s).name(), Evaluation.scores(metrics, of(s))));
    return bySeries;
  }

  /** The given number of best series by the criterion and of worst ones, the best first. */
  public int[] bestAndWorst(int each) {
    Metric metric = criterion().metric();
    double[] errors =
        IntStream.range(0, series.size())
            .mapToDouble(s -> Metrics.score(metric, of(s)).number().orElse(Double.MAX_VALUE))
            .toArray();
    int[] ranked =
        IntStream.range(0, errors.length)
            .boxed()
            .sorted(Comparator.comparingDouble(s -> errors[s]))
            .mapToInt(s -> s)
            .toArray();
    return IntStream.range(0, ranked.length)
        .filter(rank -> rank < each || rank >= ranked.length - each)
        .map(rank -> ranked[rank])
        .toArray();
  }

  /** The windows of one series. */
  public Forecasts of(int one) {
    int from = one == 0 ? 0 : series.get(one - 1).end();
    OfSeries theirs = series.get(one);
    int end = theirs.end();
    return new Forecasts(
        columns,
        Arrays.copyOfRange(actual, from, end),
        Arrays.copyOfRange(forecast, from, end),
        List.of(new OfSeries(theirs.name(), end - from, theirs.maseScale(), theirs.rmsseScale())),
        spread.windows(IntStream.range(from, end).toArray()));
  }

  /**
   * Joins the forecasts of several models of the same series; the windows of each are in the order
   * of the models. The denominators of MASE and RMSSE are those of the first, so that all windows
   * are measured alike.
   */
  public static Forecasts together(List<Forecasts> models) {
    Forecasts first = models.get(0);
    List<Forecasts> parts = new ArrayList<>();
    List<OfSeries> series = new ArrayList<>();
    int end = 0;
    for (int s = 0; s < first.series().size(); s++) {
      for (Forecasts model : models) {
        parts.add(model.of(s));
        end += parts.get(parts.size() - 1).size();
      }
      OfSeries of = first.series().get(s);
      series.add(new OfSeries(of.name(), end, of.maseScale(), of.rmsseScale()));
    }
    return new Forecasts(
        first.columns(),
        parts.stream().map(Forecasts::actual).flatMap(Arrays::stream).toArray(double[][][]::new),
        parts.stream().map(Forecasts::forecast).flatMap(Arrays::stream).toArray(double[][][]::new),
        series,
        Spread.together(parts.stream().map(Forecasts::spread).toList()),
        models.stream().map(Forecasts::clipped).reduce(Clipped.NONE, Clipped::plus),
        first.stride());
  }

  /** The window with this number in each series, counted from 0; all must have it. */
  public Forecasts window(int number) {
    int[] windows = new int[series.size()];
    List<OfSeries> each = new ArrayList<>();
    for (int s = 0; s < windows.length; s++) {
      OfSeries one = series.get(s);
      windows[s] = (s == 0 ? 0 : series.get(s - 1).end()) + number;
      each.add(new OfSeries(one.name(), s + 1, one.maseScale(), one.rmsseScale()));
    }
    UnaryOperator<double[][][]> theirs =
        values -> IntStream.of(windows).mapToObj(w -> values[w]).toArray(double[][][]::new);
    return new Forecasts(
        columns, theirs.apply(actual), theirs.apply(forecast), each, spread.windows(windows));
  }

  /** The index of the series that a window belongs to. */
  OfSeries seriesOf(int window) {
    int low = 0;
    int high = series.size() - 1;
    while (low < high) {
      int middle = (low + high) / 2;
      if (window < series.get(middle).end()) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return series.get(low);
  }

  @Override
  public String leftOut(String metric, long count) {
    return metric.equals("mape")
        ? "mape: %s of %s actual values are 0 and left out; use wape or mase."
            .formatted(count, points())
        : "%s leaves out %s of %s points, where it would divide by 0."
            .formatted(metric, count, points());
  }

  public int steps() {
    return actual.length == 0 ? 0 : actual[0].length;
  }

  /** The actual values that are known. */
  public long points() {
    long points = 0;
    for (double[][] window : actual) {
      points += known(window);
    }
    return points;
  }

  /** The actual values of a window that are known. */
  static long known(double[][] window) {
    long known = 0;
    for (double[] step : window) {
      for (double value : step) {
        known += Double.isNaN(value) ? 0 : 1;
      }
    }
    return known;
  }

  @Override
  public Optional<String> unscored() {
    long all = (long) size() * steps() * columns.size();
    return points() == all
        ? Optional.empty()
        : Optional.of(
            "%s of %s points have no actual value and are not scored."
                .formatted(all - points(), all));
  }

  /** Whether every column of most series has a scale for MASE. */
  public boolean hasScales() {
    return 2 * series.stream().filter(one -> hasScales(one.maseScale())).count() > series.size();
  }

  static boolean hasScales(double[] maseScale) {
    return Arrays.stream(maseScale).allMatch(scale -> scale > 0);
  }

  /** The forecasts of one column. */
  public Forecasts column(int column) {
    return columns.size() == 1
        ? this
        : new Forecasts(
            List.of(columns.get(column)),
            column(actual, column),
            column(forecast, column),
            series.stream().map(one -> one.column(column)).toList(),
            spread.column(column));
  }

  /** The forecasts of one step, counted from 0. */
  public Forecasts step(int step) {
    return steps(step, step + 1);
  }

  /** The forecasts of some steps, counted from 0. */
  private Forecasts steps(int from, int end) {
    return new Forecasts(
        columns,
        steps(actual, from, end),
        steps(forecast, from, end),
        series,
        spread.steps(from, end));
  }

  /** Windows that shared rows still share them. */
  private static double[][][] column(double[][][] values, int column) {
    double[][][] one = new double[values.length][][]; // (windows, steps, 1)
    for (int w = 0; w < values.length; w++) {
      one[w] = new double[values[w].length][];
      for (int h = 0; h < values[w].length; h++) {
        boolean shared =
            w > 0 && h + 1 < values[w - 1].length && values[w][h] == values[w - 1][h + 1];
        one[w][h] = shared ? one[w - 1][h + 1] : new double[] {values[w][h][column]};
      }
    }
    return one;
  }

  private static double[][][] steps(double[][][] values, int from, int end) {
    return Arrays.stream(values)
        .map(window -> Arrays.copyOfRange(window, from, end))
        .toArray(double[][][]::new);
  }
}
