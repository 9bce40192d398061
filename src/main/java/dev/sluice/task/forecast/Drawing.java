package dev.sluice.task.forecast;

import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.baselines.Decomposition;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.run.SeriesPictures;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.format.TextStyle;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Chooses the data of the report's charts of forecasts: the first target of a few series, a limited
 * number of their rows, windows and errors.
 *
 * @param validation may have no windows
 * @param scored the windows that were forecast
 */
record Drawing(SeriesExamples validation, SeriesExamples scored, Forecasts forecasts, int season) {
  private static final int BEST_OR_WORST = 3; // series
  private static final int MOST_ROWS = 600; // of each line
  private static final int MOST_WINDOWS = 12; // of a series
  private static final int MOST_VALUES = 9000; // of its windows, some 10 bytes each
  private static final int MOST_LAGS = 60;
  private static final double NORMAL_95 = 1.959963984540054;
  private static final MathContext DIGITS = new MathContext(6);

  SeriesPictures pictures() {
    int all = scored.seriesCount();
    int[] chosen = chosen();
    return new SeriesPictures(
        forecasts.columns().get(0),
        isScaled() ? "MASE" : "MAE",
        chosen.length == all
            ? Optional.empty()
            : Optional.of(
                "The charts show the %s best and the %s worst of %s series by %s, the best first."
                    .formatted(BEST_OR_WORST, BEST_OR_WORST, all, forecasts.criterion().name())),
        IntStream.of(chosen).mapToObj(this::ofSeries).toList(),
        slots());
  }

  /** The best and the worst; the first on ties. */
  private int[] chosen() {
    int all = scored.seriesCount();
    if (scored.size() == 0 || all <= 2 * BEST_OR_WORST) {
      return IntStream.range(0, scored.size() == 0 ? 0 : all).toArray();
    }
    return forecasts.bestAndWorst(BEST_OR_WORST);
  }

  private SeriesPictures.OfSeries ofSeries(int series) {
    double[] y = scored.targetRows(series)[0];
    int every = (y.length + MOST_ROWS - 1) / MOST_ROWS;
    int[] rows = IntStream.range(0, (y.length + every - 1) / every).map(i -> i * every).toArray();
    Optional<Integer> validationFrom =
        validation.size() == 0
            ? Optional.empty()
            : validation.seriesWith(scored.seriesKey(series)).map(s -> firstTarget(validation, s));
    int testFrom = firstTarget(scored, series);
    double[] errors = firstSteps(series);
    int shown = Math.min(errors.length, MOST_ROWS);
    int from = errors.length - shown;
    int first = scored.firstWindow(series) + from;
    return new SeriesPictures.OfSeries(
        forecasts.series().get(series).name(),
        labels(series, rows),
        values(rows, y),
        every,
        validationFrom.map(row -> scored.label(series, row / every * every)),
        scored.label(series, testFrom / every * every),
        decomposition(series, Arrays.copyOf(y, validationFrom.orElse(testFrom))),
        windows(series, y),
        new SeriesPictures.Errors(
            labels(
                series,
                IntStream.range(first, first + shown)
                    .map(w -> scored.cutoffRow(w) + scored.gap() + 1)
                    .toArray()),
            values(IntStream.range(from, errors.length).toArray(), errors)),
        autocorrelation(errors),
        NORMAL_95 / Math.sqrt(Math.max(1, known(errors))));
  }

  private static int firstTarget(SeriesExamples windows, int series) {
    return windows.cutoffRow(windows.firstWindow(series)) + windows.gap() + 1;
  }

  /** Of the last training rows. */
  private Optional<SeriesPictures.Decomposition> decomposition(int series, double[] training) {
    return Decomposition.of(training, season)
        .map(
            parts -> {
              int[] rows =
                  IntStream.range(Math.max(0, training.length - MOST_ROWS), training.length)
                      .toArray();
              return new SeriesPictures.Decomposition(
                  labels(series, rows),
                  values(rows, parts.trend()),
                  values(rows, parts.season()),
                  values(rows, parts.rest()));
            });
  }

  /** The last window, and others spread evenly before it. */
  private List<SeriesPictures.Window> windows(int series, double[] y) {
    int first = scored.firstWindow(series);
    int count = scored.endWindow(series) - first;
    int horizon = Math.min(scored.horizon(), MOST_ROWS);
    int before = Math.min(MOST_ROWS, Math.max(4 * horizon, Math.min(2 * season, 10 * horizon)));
    int values = 2 * (before + scored.gap()) + horizon * (3 + forecasts.spread().byName().size());
    int many = Math.min(count, Math.max(1, Math.min(MOST_WINDOWS, MOST_VALUES / values)));
    List<SeriesPictures.Window> windows = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      int w = many == 1 ? first : first + (int) ((long) i * (count - 1) / (many - 1));
      int cutoff = scored.cutoffRow(w);
      int target = cutoff + scored.gap() + 1;
      int begin = Math.max(0, cutoff + 1 - before);
      int[] rows = IntStream.range(begin, target + horizon).toArray();
      Map<String, List<Double>> bounds = new LinkedHashMap<>();
      forecasts
          .spread()
          .ofWindow(w)
          .forEach((name, bound) -> bounds.put(name, firstColumn(bound, horizon)));
      windows.add(
          new SeriesPictures.Window(
              scored.cutoff(w),
              labels(series, rows),
              values(rows, y),
              firstColumn(forecasts.forecast()[w], horizon),
              bounds));
    }
    return windows;
  }

  /**
   * Actual minus forecast value of the first step of each window; NaN where the actual value is
   * unknown.
   */
  private double[] firstSteps(int series) {
    return IntStream.range(scored.firstWindow(series), scored.endWindow(series))
        .mapToDouble(w -> forecasts.actual()[w][0][0] - forecasts.forecast()[w][0][0])
        .toArray();
  }

  private static long known(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v)).count();
  }

  /** At the lags 1, 2, ...; pairs with an unknown value are left out. */
  private List<Double> autocorrelation(double[] errors) {
    long known = known(errors);
    if (known < SeriesPictures.FEWEST_ERRORS) {
      return List.of();
    }
    double mean = Arrays.stream(errors).filter(v -> !Double.isNaN(v)).average().orElseThrow();
    double whole = sumOfProducts(errors, mean, 0);
    int lags = (int) Math.min(MOST_LAGS, Math.min(known / 2, Math.max(20, 2L * season)));
    return whole == 0
        ? List.of()
        : IntStream.rangeClosed(1, lags)
            .mapToObj(lag -> rounded(sumOfProducts(errors, mean, lag) / whole))
            .toList();
  }

  private static double sumOfProducts(double[] errors, double mean, int lag) {
    double sum = 0;
    for (int t = lag; t < errors.length; t++) {
      double product = (errors[t] - mean) * (errors[t - lag] - mean);
      sum += Double.isNaN(product) ? 0 : product;
    }
    return sum;
  }

  /** Errors of several series are compared in units of each series. */
  private boolean isScaled() {
    return forecasts.series().size() > 1 && forecasts.hasScales();
  }

  private Map<String, Map<String, Double>> slots() {
    Map<String, Map<String, Double>> slots = new LinkedHashMap<>();
    if (scored.size() == 0 || scored.time(0, 0).isEmpty()) {
      return slots;
    }
    slots.put("hour of the day", slots(LocalDateTime::getHour, hour -> Integer.toString(hour)));
    if (!isByMonth()) {
      slots.put(
          "day of the week",
          slots(
              time -> time.getDayOfWeek().getValue(),
              day -> DayOfWeek.of(day).getDisplayName(TextStyle.SHORT, Locale.ENGLISH)));
    }
    slots.put(
        "month",
        slots(
            LocalDateTime::getMonthValue,
            month -> Month.of(month).getDisplayName(TextStyle.SHORT, Locale.ENGLISH)));
    slots.values().removeIf(scores -> scores.size() < 2);
    return slots;
  }

  /**
   * Whether rows are months or more apart: on which day of the week a month begins means nothing.
   */
  private boolean isByMonth() {
    int first = scored.cutoffRow(0);
    LocalDateTime cutoff = scored.time(0, first).orElseThrow();
    return cutoff.until(scored.time(0, first + 1).orElseThrow(), ChronoUnit.DAYS) >= 28;
  }

  private Map<String, Double> slots(
      Function<LocalDateTime, Integer> slotOf, Function<Integer, String> nameOf) {
    Map<Integer, double[]> sums = new TreeMap<>(); // sum, count
    for (int w = 0; w < forecasts.size(); w++) {
      int series = scored.seriesOf(w);
      double scale = isScaled() ? forecasts.series().get(series).maseScale()[0] : 1;
      int target = scored.cutoffRow(w) + scored.gap() + 1;
      for (int step = 0; step < forecasts.steps(); step++) {
        double error =
            Math.abs(forecasts.actual()[w][step][0] - forecasts.forecast()[w][step][0]) / scale;
        if (Double.isFinite(error)) {
          int slot = slotOf.apply(scored.time(series, target + step).orElseThrow());
          double[] sum = sums.computeIfAbsent(slot, s -> new double[2]);
          sum[0] += error;
          sum[1]++;
        }
      }
    }
    Map<String, Double> scores = new LinkedHashMap<>();
    sums.forEach((slot, sum) -> scores.put(nameOf.apply(slot), rounded(sum[0] / sum[1])));
    return scores;
  }

  private List<String> labels(int series, int[] rows) {
    return IntStream.of(rows).mapToObj(row -> scored.label(series, row)).toList();
  }

  private static List<Double> firstColumn(double[][] window, int steps) {
    double[] column = Arrays.stream(window).mapToDouble(step -> step[0]).toArray();
    return values(IntStream.range(0, steps).toArray(), column);
  }

  /** With null, which JSON has, in place of NaN. */
  private static List<Double> values(int[] rows, double[] of) {
    return Arrays.asList(
        IntStream.of(rows).mapToObj(row -> rounded(of[row])).toArray(Double[]::new));
  }

  private static Double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value, DIGITS).doubleValue() : null;
  }
}
