package dev.sluice.frame.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.Scale;
import dev.sluice.frame.series.Windows.Placement;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.ScaleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;

/**
 * What was learned from the training part of a series: scales, season, the day of the month.
 *
 * <p>A column that is constant in the training part is refused, target or not: a covariate dropped
 * in silence would be an input that the config names and the network does not have.
 */
public final class SeriesPipeline {
  private static final int VERSION = 1;
  private static final String KIND = "series";

  private final SeriesLayout layout;
  private final List<FittedColumn> columns;
  private final double[] seasonalChange; // (targets)
  private final double[] squaredSeasonalChange; // (targets); 0 where an earlier version left none
  private final OptionalInt dayOfMonth; // for steps in months

  private SeriesPipeline(
      SeriesLayout layout,
      List<FittedColumn> columns,
      double[] seasonalChange,
      double[] squaredSeasonalChange,
      OptionalInt dayOfMonth) {
    this.layout = layout;
    this.columns = List.copyOf(columns);
    this.seasonalChange = seasonalChange;
    this.squaredSeasonalChange = squaredSeasonalChange;
    this.dayOfMonth = dayOfMonth;
  }

  /**
   * Fits to the rows of the training part.
   *
   * @param training these rows and no others
   * @param problems takes what cannot be learned from
   * @return empty if there are problems
   */
  static Optional<SeriesPipeline> fit(
      SeriesLayout layout, Series training, List<Problem> problems) {
    int before = problems.size();
    List<FittedColumn> columns = new ArrayList<>();
    double[] seasonalChange = new double[layout.targets().size()];
    double[] squaredSeasonalChange = new double[seasonalChange.length];
    for (int column = 0; column < layout.columns().size(); column++) {
      Scale scale = fitScale(layout, column, training, problems);
      columns.add(
          new FittedColumn(layout.columns().get(column), layout.transforms().get(column), scale));
      if (column < seasonalChange.length) {
        double[] values = training.values()[column];
        seasonalChange[column] = meanChange(values, layout.season(), Math::abs);
        squaredSeasonalChange[column] = meanChange(values, layout.season(), e -> e * e);
      }
    }
    OptionalInt dayOfMonth =
        training.axis() instanceof TimeAxis.Timed timed && timed.grid().frequency().inMonths()
            ? OptionalInt.of(timed.grid().day())
            : OptionalInt.empty();
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(
            new SeriesPipeline(layout, columns, seasonalChange, squaredSeasonalChange, dayOfMonth));
  }

  private static Scale fitScale(
      SeriesLayout layout, int column, Series training, List<Problem> problems) {
    String name = layout.columns().get(column);
    ColumnTransform transform = layout.transforms().get(column);
    double[] original = training.values()[column];
    double[] values = new double[original.length - transform.memory()];
    for (int i = 0; i < values.length; i++) {
      values[i] = transform.apply(original, i + transform.memory());
    }
    if (Scale.isConstant(values)) {
      boolean target = column < layout.targets().size();
      problems.add(
          Problem.atKey(
              layout.keyOf(column),
              "'%s' is constant (%s%s) in the %s training rows: nothing to learn"
                  .formatted(
                      name,
                      values[0],
                      layout.specs().get(column).transform().isPresent()
                          ? " after its transform"
                          : "",
                      training.size()),
              target ? "forecast another column, or train on more rows" : "remove it"));
      return Scale.NONE;
    }
    ScaleSpec spec = layout.specs().get(column).scale();
    Optional<String> magnitude = Scale.obstacle(spec, values);
    if (magnitude.isPresent()) {
      problems.add(
          Problem.atKey(
              layout.keyOf(column),
              "'%s' %s".formatted(name, magnitude.get()),
              "write the column in another unit, so that its values are between 0.001 and 1000"));
      return Scale.NONE;
    }
    Scale.Fit fit = Scale.fit(spec, values);
    if (fit.spread() == 0) {
      problems.add(
          Problem.atKey(
              "data.columns." + name + ".scale",
              "at least half of the training rows have the same value (%s): there is no spread to divide by"
                  .formatted(fit.shift()),
              "use standard or minmax"));
      return Scale.NONE;
    }
    return new Scale(fit.shift(), fit.spread());
  }

  private static double meanChange(double[] values, int season, DoubleUnaryOperator of) {
    double sum = 0;
    for (int row = season; row < values.length; row++) {
      sum += of.applyAsDouble(values[row] - values[row - season]);
    }
    return values.length > season ? sum / (values.length - season) : 0;
  }

  /** (batch, features, lookback): targets, past covariates, then the calendar. */
  public InputShape input() {
    return new InputShape.Steps(layout.features(), layout.windows().lookback());
  }

  /**
   * The shape of a window before any data are read.
   *
   * @param mostSteps a longer lookback is cut to this
   */
  public static InputShape shape(DataSpec spec, int mostSteps) {
    SeriesLayout layout = SeriesLayout.of(spec, new ArrayList<>());
    return new InputShape.Steps(
        layout.features(), Math.min(layout.windows().lookback(), mostSteps));
  }

  /** (batch, horizon * columns). */
  public OutputShape output() {
    return new OutputShape.Values(layout.windows().horizon(), layout.targets().size());
  }

  /**
   * The rows in one season: data.time.season, else 1, for which seasonal means "the row before".
   */
  public int season() {
    return layout.season();
  }

  /** The step between rows as the user writes it; none if rows have no times. */
  public Optional<String> frequency() {
    return layout.frequency().map(Frequency::toString);
  }

  /** The names of the target columns. */
  public List<String> targets() {
    return layout.targets();
  }

  /**
   * The mean of |y(t) - y(t - season)| over the training part, by which MASE divides, in original
   * units; (targets).
   */
  public double[] seasonalChange() {
    return seasonalChange.clone();
  }

  /** The mean of the squares of the same differences; (targets); 0 where it is not known. */
  public double[] squaredSeasonalChange() {
    return squaredSeasonalChange.clone();
  }

  /**
   * Every window whose lookback and targets lie in the rows.
   *
   * @throws UserException if the rows are not a series of the model's frequency, or too few
   */
  public SeriesExamples labelled(Table rows) {
    Windows windows = layout.windows();
    Series series = read(rows);
    int needed = layout.memory() + windows.rows();
    if (series.size() < needed) {
      throw new UserException(
          Problem.inFile(
              rows.name(),
              "a score needs %s rows (%s); %s given"
                  .formatted(needed, arithmetic(layout), series.size()),
              ""));
    }
    return examples(series, windows.within(layout.memory(), series.size(), 1), true);
  }

  /**
   * The one window at the end of the rows.
   *
   * @throws UserException if the rows are not a series of the model's frequency, or too few
   */
  public SeriesExamples unlabelled(Table rows) {
    Series series = read(rows);
    int needed = layout.memory() + layout.windows().lookback();
    if (series.size() < needed) {
      throw new UserException(
          Problem.inFile(
              rows.name(), "predict needs %s rows; %s given".formatted(needed, series.size()), ""));
    }
    int start = series.size() - layout.windows().lookback();
    return examples(series, new Placement(start, 1, 1), false);
  }

  private Series read(Table rows) {
    List<Problem> problems = new ArrayList<>();
    Optional<SeriesRows> series =
        SeriesReader.ofNewRows(layout, dayOfMonth).read(List.of(rows), problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return series.orElseThrow().filled(layout, 0);
  }

  SeriesExamples examples(Series series, Placement placement, boolean labelled) {
    return examples(series, features(series), placement, labelled);
  }

  FeatureRows features(Series series) {
    return new FeatureRows(columns, layout.calendar(), series);
  }

  SeriesExamples examples(
      Series series, FeatureRows features, Placement placement, boolean labelled) {
    return new SeriesExamples(layout, columns, series, features, placement, labelled);
  }

  List<FittedColumn> columns() {
    return columns;
  }

  /** The first rows of a target column that have no transformed value. */
  public int memory(int column) {
    return columns.get(column).transform().memory();
  }

  /**
   * A target column after its transform, not scaled.
   *
   * @param values original units, (rows)
   * @return (rows); NaN in the first ones, see {@link #memory}
   */
  public double[] transformed(int column, double[] values) {
    ColumnTransform transform = columns.get(column).transform();
    double[] transformed = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      transformed[row] = row < transform.memory() ? Double.NaN : transform.apply(values, row);
    }
    return transformed;
  }

  /** Undoes {@link #transformed} for the rows after a cutoff. */
  public double[] inverse(int column, double[] transformed, double[] values, int cutoff) {
    return columns.get(column).transform().invert(transformed, values, cutoff);
  }

  /** As in "lookback 48 + gap 2 + horizon 12". */
  static String arithmetic(SeriesLayout layout) {
    Windows windows = layout.windows();
    return (layout.memory() > 0 ? "difference " + layout.memory() + " + " : "")
        + "lookback "
        + windows.lookback()
        + (windows.gap() > 0 ? " + gap " + windows.gap() : "")
        + " + horizon "
        + windows.horizon();
  }

  /** What was fitted; together with the config it gives the same back. */
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("kind", KIND);
    json.put("frequency", frequency().orElse(null));
    dayOfMonth.ifPresent(day -> json.put("day_of_month", day));
    json.put("season", season());
    ObjectNode fitted = json.putObject("columns");
    for (int i = 0; i < columns.size(); i++) {
      ObjectNode column = fitted.putObject(columns.get(i).name());
      column.put("shift", columns.get(i).scale().shift());
      column.put("divisor", columns.get(i).scale().divisor());
      if (i < seasonalChange.length) {
        column.put("seasonal_change", seasonalChange[i]);
        column.put("squared_seasonal_change", squaredSeasonalChange[i]);
      }
    }
    return json;
  }

  /**
   * The pipeline that {@link #toJson} described.
   *
   * @param spec of the config that it was fitted with
   * @throws UserException if a newer version wrote it or the config is another one
   */
  public static SeriesPipeline fromJson(DataSpec spec, JsonNode json) {
    List<Problem> problems = new ArrayList<>();
    SeriesLayout layout = SeriesLayout.of(spec, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    if (json.path("version").asInt() != VERSION || !json.path("kind").asText().equals(KIND)) {
      throw unreadable(
          "it is '%s' of version %s, and this program reads '%s' of version %s"
              .formatted(json.path("kind").asText(), json.path("version").asText(), KIND, VERSION));
    }
    JsonNode fitted = json.path("columns");
    List<String> names = new ArrayList<>();
    fitted.fieldNames().forEachRemaining(names::add);
    if (!names.equals(layout.columns())) {
      throw unreadable(
          "it was fitted to the columns %s, and the config names %s"
              .formatted(names, layout.columns()));
    }
    List<FittedColumn> columns = new ArrayList<>();
    double[] seasonalChange = new double[layout.targets().size()];
    double[] squaredSeasonalChange = new double[seasonalChange.length];
    for (int i = 0; i < names.size(); i++) {
      JsonNode column = fitted.get(names.get(i));
      double divisor = number(column, "divisor");
      if (divisor == 0) {
        throw unreadable("the divisor of '" + names.get(i) + "' is 0");
      }
      columns.add(
          new FittedColumn(
              names.get(i),
              layout.transforms().get(i),
              new Scale(number(column, "shift"), divisor)));
      if (i < seasonalChange.length) {
        seasonalChange[i] = number(column, "seasonal_change");
        squaredSeasonalChange[i] =
            column.has("squared_seasonal_change") ? number(column, "squared_seasonal_change") : 0;
      }
    }
    return new SeriesPipeline(
        layout, columns, seasonalChange, squaredSeasonalChange, dayOfMonth(json));
  }

  /** Models of an earlier version say only whether the day is the last one of the month. */
  private static OptionalInt dayOfMonth(JsonNode json) {
    if (json.path("month_ends").asBoolean()) {
      return OptionalInt.of(31);
    }
    if (!json.has("day_of_month")) {
      return OptionalInt.empty();
    }
    double day = number(json, "day_of_month");
    if (day < 1 || day > 31 || day != Math.rint(day)) {
      throw unreadable("'day_of_month' is " + day + ", which is no day of a month");
    }
    return OptionalInt.of((int) day);
  }

  private static double number(JsonNode column, String key) {
    JsonNode value = column.path(key);
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw unreadable("'" + key + "' is not a finite number");
    }
    return value.asDouble();
  }

  private static UserException unreadable(String what) {
    return new UserException(
        new Problem("", "", "the model's pipeline cannot be read: " + what, "train it again"));
  }
}
