package dev.sluice.frame.series;

import dev.sluice.frame.Scale;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.TransformSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * How the rows of one window become the input of the network, and its outputs a forecast, as plain
 * numbers: for programs that do this without Sluice. The features of a step are in the order of
 * {@link SeriesLayout}.
 */
public final class WindowRecipe {
  private static final double LEVEL = 10; // the start of random values that have to change

  private final SeriesLayout layout;
  private final List<List<FittedColumn>> columns; // (series, the first one unknown)(numbers)
  private final List<List<String>> series; // keys from 1 on

  WindowRecipe(SeriesLayout layout, List<List<FittedColumn>> columns, List<List<String>> series) {
    this.layout = layout;
    this.columns = columns;
    this.series = series;
  }

  /**
   * The rows of one window as they are in the data.
   *
   * @param values (past columns)({@link #memory} + lookback), original units
   * @param known (columns known ahead)({@link #transformMemory} + steps), original units
   * @param calendar (parts)(steps), the position in the cycle of each part, from 0 to below 1
   * @param holidays (numbers)(steps), 1 or 0
   * @param categories (columns)(steps), ids
   * @param series its number, from 1 as in {@link #series}; 0 if it is none of them
   */
  public record Rows(
      double[][] values,
      double[][] known,
      double[][] calendar,
      double[][] holidays,
      int[][] categories,
      int series) {}

  /** What this cannot express, as key and reason; empty if nothing. */
  public Optional<String[]> obstacle() {
    if (layout.channels() == InputSpec.Series.Channels.INDEPENDENT) {
      return Optional.of(
          new String[] {
            "data.input.series.channels", "independent makes several examples of a window"
          });
    }
    return layout.masked().isEmpty()
        ? Optional.empty()
        : Optional.of(
            new String[] {
              "data.columns.\"%s\".missing".formatted(layout.columns().get(layout.masked().get(0))),
              "mask needs to know where values are filled in"
            });
  }

  /** The columns of {@link Rows#values}, targets first. */
  public List<String> pastColumns() {
    return numbers().stream().limit(layout.pastNumbers()).map(layout.columns()::get).toList();
  }

  /** The columns of {@link Rows#known}. */
  public List<String> knownColumns() {
    return numbers().stream().skip(layout.pastNumbers()).map(layout.columns()::get).toList();
  }

  private List<Integer> numbers() {
    return IntStream.of(layout.numbers()).boxed().toList();
  }

  public int targets() {
    return layout.targets().size();
  }

  /** The transform of each number, past ones first. */
  public List<Optional<TransformSpec>> transforms() {
    Optional<Integer> season = layout.time().flatMap(TimeSpec::season);
    return numbers().stream()
        .map(column -> layout.specs().get(column).transform().flatMap(t -> t.inSeasons(season)))
        .toList();
  }

  /** What the transform of each number has learned. */
  public List<Map<String, Double>> learned() {
    return columns.get(0).stream().map(column -> column.transform().learned()).toList();
  }

  /** The number of earlier rows that each column's transform reads. */
  public List<Integer> memories() {
    return columns.get(0).stream().map(column -> column.transform().memory()).toList();
  }

  /** The scale of each number, (series, the first one unknown)(numbers). */
  public List<List<Scale>> scales() {
    return columns.stream().map(one -> one.stream().map(FittedColumn::scale).toList()).toList();
  }

  /** Whether each series has scales of its own. */
  public boolean scalesEach() {
    return layout.scalesEach();
  }

  /** The keys of the series of the training part, from number 1 on; none where there is one. */
  public List<List<String>> series() {
    return series;
  }

  /** The columns that tell series apart. */
  public List<String> seriesColumns() {
    return layout.by();
  }

  /** Whether the network sees the number of the series. */
  public boolean embedsSeries() {
    return layout.embedding().isPresent();
  }

  public WindowScaleSpec windowScale() {
    return layout.windowScale();
  }

  public int season() {
    return layout.season();
  }

  public List<Integer> lags() {
    return layout.lags();
  }

  /** The number of rows before the lookback with which {@link Rows#values} begin. */
  public int memory() {
    return layout.memory();
  }

  /** The number of rows at the beginning that have no transformed value. */
  public int transformMemory() {
    return layout.transforms().stream().mapToInt(ColumnTransform::memory).max().orElse(0);
  }

  public int lookback() {
    return layout.windows().lookback();
  }

  public int gap() {
    return layout.windows().gap();
  }

  public int horizon() {
    return layout.windows().horizon();
  }

  /** The lookback, or up to the end of the horizon if the network also reads those steps. */
  public int steps() {
    return layout.steps();
  }

  /** The parts of the calendar, as users write them. */
  public List<String> calendar() {
    return layout.calendar().stream().map(c -> c.name().toLowerCase(Locale.ROOT)).toList();
  }

  /**
   * The number of features of a step about holidays: for the day itself, then for days before and
   * after.
   */
  public int holidays() {
    return Holidays.features(layout.holidays());
  }

  /** The columns of {@link Rows#categories}. */
  public List<String> categories() {
    return IntStream.of(layout.categories()).mapToObj(layout.columns()::get).toList();
  }

  /** Those of {@link #categories} that are unknown after the cutoff. */
  public List<String> pastCategories() {
    return IntStream.of(layout.categories())
        .filter(column -> column < layout.pastColumns())
        .mapToObj(layout.columns()::get)
        .toList();
  }

  /** The row, counted from the first of {@link Rows#values}, that a lagged feature shows. */
  public int lagged(int step, int lag) {
    return Windows.lagged(memory() + step, lag, memory() + lookback() - 1);
  }

  /**
   * The input of the network.
   *
   * @return (features, steps), as {@link SeriesExamples#writeFeatures} writes it
   */
  public float[] features(Rows rows) {
    List<double[]> features = new ArrayList<>();
    int steps = steps();
    double[][] scaled = scaled(rows);
    WindowScale[] scales = windowScales(scaled);
    for (int c = 0; c < scaled.length; c++) {
      double[] feature = new double[steps];
      for (int step = 0; step < lookback(); step++) {
        int row = memory() + step;
        feature[step] = scales[c].apply(scaled[c][row], row);
      }
      features.add(feature);
    }
    for (int k = 0; k < rows.known().length; k++) {
      FittedColumn column = columns.get(rows.series()).get(scaled.length + k);
      double[] feature = new double[steps];
      for (int step = 0; step < steps; step++) {
        feature[step] = column.apply(rows.known()[k], transformMemory() + step);
      }
      features.add(feature);
    }
    for (double[] phases : rows.calendar()) {
      features.add(Arrays.stream(phases).map(CalendarPhase::sine).toArray());
      features.add(Arrays.stream(phases).map(CalendarPhase::cosine).toArray());
    }
    features.addAll(List.of(rows.holidays()));
    if (layout.readsAhead()) {
      features.add(
          IntStream.range(0, steps).mapToDouble(step -> step < lookback() ? 0 : 1).toArray());
    }
    for (int lag : lags()) {
      for (int c = 0; c < targets(); c++) {
        double[] feature = new double[steps];
        for (int step = 0; step < steps; step++) {
          int row = lagged(step, lag);
          feature[step] = scales[c].apply(scaled[c][row], row);
        }
        features.add(feature);
      }
    }
    for (int c = 0; c < rows.categories().length; c++) {
      int seen = pastCategories().contains(categories().get(c)) ? lookback() : steps;
      int[] ids = rows.categories()[c];
      features.add(
          IntStream.range(0, steps).mapToDouble(step -> step < seen ? ids[step] : 0).toArray());
    }
    if (embedsSeries()) {
      double[] number = new double[steps];
      Arrays.fill(number, rows.series());
      features.add(number);
    }
    float[] all = new float[features.size() * steps];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) features.get(i / steps)[i % steps];
    }
    return all;
  }

  /** (past columns)(rows), NaN where a transformed value is missing. */
  private double[][] scaled(Rows rows) {
    double[][] scaled = new double[rows.values().length][];
    for (int c = 0; c < scaled.length; c++) {
      FittedColumn column = columns.get(rows.series()).get(c);
      double[] original = rows.values()[c];
      scaled[c] = new double[original.length];
      for (int row = 0; row < original.length; row++) {
        scaled[c][row] =
            row < column.transform().memory() ? Double.NaN : column.apply(original, row);
      }
    }
    return scaled;
  }

  private WindowScale[] windowScales(double[][] scaled) {
    return Arrays.stream(scaled)
        .map(column -> WindowScale.of(layout, column, memory()))
        .toArray(WindowScale[]::new);
  }

  /**
   * A forecast.
   *
   * @param output of the network, (horizon * columns), {@code step * columns + column}
   * @return (horizon, columns), original units
   */
  public double[][] original(Rows rows, double[] output) {
    double[][] forecast = new double[horizon()][targets()];
    WindowScale[] scales = windowScales(scaled(rows));
    int first = layout.windows().firstTarget(memory());
    for (int c = 0; c < targets(); c++) {
      double[] steps = new double[horizon()];
      for (int step = 0; step < horizon(); step++) {
        steps[step] = scales[c].invert(output[step * targets() + c], first + step);
      }
      double[] original =
          columns
              .get(rows.series())
              .get(c)
              .invert(steps, rows.values()[c], memory() + lookback() - 1);
      for (int step = 0; step < horizon(); step++) {
        forecast[step][c] = original[step];
      }
    }
    return forecast;
  }

  /** Random rows that might occur in the data. */
  public Rows drawn(RandomGenerator random) {
    int of = series.isEmpty() ? 1 : 1 + random.nextInt(series.size());
    int past = layout.pastNumbers();
    double[][] values = new double[past][];
    double[][] known = new double[numbers().size() - past][];
    for (int c = 0; c < numbers().size(); c++) {
      int rows = c < past ? memory() + lookback() : transformMemory() + steps();
      double[] drawn = drawn(columns.get(of).get(c), rows, random);
      if (c < past) {
        values[c] = drawn;
      } else {
        known[c - past] = drawn;
      }
    }
    double[][] calendar = new double[layout.calendar().size()][steps()];
    for (double[] phases : calendar) {
      Arrays.setAll(phases, step -> random.nextDouble());
    }
    double[][] holidays = new double[holidays()][steps()];
    for (double[] days : holidays) {
      Arrays.setAll(days, step -> random.nextInt(2));
    }
    int[][] ids = new int[categories().size()][steps()];
    for (int[] category : ids) {
      Arrays.fill(category, random.nextInt(2));
    }
    return new Rows(values, known, calendar, holidays, ids, of);
  }

  private static double[] drawn(FittedColumn column, int rows, RandomGenerator random) {
    int memory = column.transform().memory();
    double[] begin = new double[Math.max(1, memory)];
    Arrays.setAll(begin, i -> LEVEL + random.nextGaussian());
    double[] transformed = new double[rows - memory];
    Arrays.setAll(transformed, i -> column.scale().invert(random.nextGaussian() / 2));
    double[] inverted = column.transform().invert(transformed, begin, begin.length - 1);
    double[] all = new double[rows];
    System.arraycopy(begin, 0, all, 0, memory);
    System.arraycopy(inverted, 0, all, memory, inverted.length);
    return all;
  }
}
