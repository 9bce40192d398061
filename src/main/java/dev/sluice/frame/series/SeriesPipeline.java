package dev.sluice.frame.series;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.NumberReader;
import dev.sluice.frame.Scale;
import dev.sluice.frame.Template;
import dev.sluice.frame.series.Windows.Placement;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.Category;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.CategoriesSpec;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.ScaleSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What was learned from the training part of one series or many: scales, season, the day of the
 * month.
 *
 * <p>A column that is constant in the training part is refused, whether it is a target or not: if a
 * covariate were dropped silently, the network would lack an input that the config names.
 */
public final class SeriesPipeline {
  private static final int VERSION = 1;
  private static final String KIND = "series";

  private final SeriesLayout layout;
  private final List<FittedCategory> categories;
  private final List<FittedColumn> statics; // those of static numbers
  private final Optional<List<FittedColumn>> shared; // empty if each series has scales of its own
  private final Map<SeriesKey, FittedMember> members; // of the training part, in its order
  private final OptionalInt dayOfMonth; // for steps in months

  private SeriesPipeline(
      SeriesLayout layout,
      List<FittedCategory> categories,
      List<FittedColumn> statics,
      Optional<List<FittedColumn>> shared,
      Map<SeriesKey, FittedMember> members,
      OptionalInt dayOfMonth) {
    this.layout = layout;
    this.categories = categories;
    this.statics = statics;
    this.shared = shared;
    this.members = members;
    this.dayOfMonth = dayOfMonth;
  }

  /**
   * Fits to the rows of the training part.
   *
   * @param categories learned from the same rows
   * @param training only these rows of each series
   * @param problems receives what cannot be learned from
   * @return empty if there are problems
   */
  static Optional<SeriesPipeline> fit(
      SeriesLayout unfitted,
      List<FittedCategory> categories,
      Map<SeriesKey, Series> training,
      List<Problem> problems) {
    int before = problems.size();
    SeriesLayout layout = unfitted.with(fitTransforms(unfitted, training.values()));
    Optional<List<FittedColumn>> shared =
        layout.scalesEach()
            ? Optional.empty()
            : Optional.of(fitColumns(layout, training.values(), problems));
    List<FittedColumn> statics = fitStatics(layout, training.values(), problems);
    if (layout.embedding().isPresent() && training.size() == 1) {
      problems.add(
          Problem.atKey(
              "data.series.embedding",
              "there is one series in training: nothing to tell apart",
              "remove it"));
    }
    if (layout.scalesEach()) {
      checkConstant(layout, training.values(), problems);
    }
    SeriesProblems ofSeries = new SeriesProblems();
    Map<SeriesKey, FittedMember> members = new LinkedHashMap<>();
    training.forEach(
        (key, series) -> {
          List<Problem> own = new ArrayList<>();
          members.put(
              key,
              new FittedMember(
                  members.size() + 1,
                  and(statics, shared.orElseGet(() -> fitColumns(layout, List.of(series), own))),
                  seasonalChange(layout, series, Math::abs),
                  seasonalChange(layout, series, e -> e * e)));
          ofSeries.add(key, own);
        });
    problems.addAll(ofSeries.problems());
    OptionalInt dayOfMonth =
        training.values().iterator().next().axis() instanceof TimeAxis.Timed timed
                && timed.grid().frequency().inMonths()
            ? OptionalInt.of(timed.grid().day())
            : OptionalInt.empty();
    return problems.size() > before
        ? Optional.empty()
        : Optional.of(new SeriesPipeline(layout, categories, statics, shared, members, dayOfMonth));
  }

  /**
   * Fits the transforms to all series together, so that a series of a few rows does not get its
   * own.
   */
  private static List<ColumnTransform> fitTransforms(
      SeriesLayout layout, Collection<Series> training) {
    return IntStream.range(0, layout.columns().size())
        .mapToObj(
            column ->
                layout
                    .transforms()
                    .get(column)
                    .fit(training.stream().map(series -> series.observed(column)).toList()))
        .toList();
  }

  private static double[] seasonalChange(
      SeriesLayout layout, Series series, DoubleUnaryOperator of) {
    return IntStream.range(0, layout.targets().size())
        .mapToDouble(column -> meanChange(series.observed(column), layout.season(), of))
        .toArray();
  }

  private static List<FittedColumn> fitColumns(
      SeriesLayout layout, Collection<Series> training, List<Problem> problems) {
    List<FittedColumn> columns = new ArrayList<>();
    for (int column : layout.scaled()) {
      columns.add(
          new FittedColumn(
              layout.columns().get(column),
              layout.transforms().get(column),
              fitScale(layout, column, transformed(layout, column, training), problems)));
    }
    return columns;
  }

  private static List<FittedColumn> and(List<FittedColumn> statics, List<FittedColumn> columns) {
    return Stream.of(columns, statics).flatMap(List::stream).toList();
  }

  /** Fits scales to all series, each of which has the same weight. */
  private static List<FittedColumn> fitStatics(
      SeriesLayout layout, Collection<Series> training, List<Problem> problems) {
    List<FittedColumn> columns = new ArrayList<>();
    for (int column : staticNumbers(layout)) {
      String name = layout.columns().get(column);
      ColumnTransform transform = layout.transforms().get(column);
      if (transform.memory() > 0) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".transform",
                "'%s' is static: each row is like the one before".formatted(name),
                "remove it"));
        continue;
      }
      double[] values =
          training.stream()
              .mapToDouble(series -> transform.apply(series.values()[column], 0))
              .toArray();
      boolean constant = Scale.isConstant(values);
      if (constant) {
        problems.add(
            Problem.atKey(
                layout.keyOf(column),
                "'%s' is the same in all series: nothing to learn".formatted(name),
                "remove it"));
      }
      columns.add(
          new FittedColumn(
              name, transform, constant ? Scale.NONE : fitScale(layout, column, values, problems)));
    }
    return columns;
  }

  private static int[] staticNumbers(SeriesLayout layout) {
    return IntStream.of(layout.numbers())
        .filter(column -> column >= layout.firstStatic())
        .toArray();
  }

  /** The values of one column in some series, one series after the other. */
  private static double[] transformed(
      SeriesLayout layout, int column, Collection<Series> training) {
    ColumnTransform transform = layout.transforms().get(column);
    return training.stream()
        .map(series -> series.observed(column))
        .flatMapToDouble(
            original ->
                IntStream.range(transform.memory(), original.length)
                    .mapToDouble(row -> transform.apply(original, row)))
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /** A column that is constant in each series of a panel may still tell them apart. */
  private static void checkConstant(
      SeriesLayout layout, Collection<Series> training, List<Problem> problems) {
    for (int column : layout.scaled()) {
      if (training.stream()
          .allMatch(s -> Scale.isConstant(transformed(layout, column, List.of(s))))) {
        problems.add(
            Problem.atKey(
                layout.keyOf(column),
                "'%s' is constant in the training rows of each series: nothing to learn"
                    .formatted(layout.columns().get(column)),
                column < layout.targets().size()
                    ? "forecast another column, or train on more rows"
                    : "remove it, or set data.series.scale: global"));
      }
    }
  }

  private static Scale fitScale(
      SeriesLayout layout, int column, double[] values, List<Problem> problems) {
    String name = layout.columns().get(column);
    if (values.length == 0) {
      problems.add(
          Problem.atKey(
              layout.keyOf(column),
              "'%s' has no value in the training rows: nothing to learn".formatted(name),
              "remove it, or train on more rows"));
      return Scale.NONE;
    }
    if (Scale.isConstant(values)) {
      if (layout.scalesEach()) {
        if (layout.specs().get(column).scale() instanceof ScaleSpec.None) {
          return Scale.NONE;
        }
        return new Scale(values[0], values[0] == 0 ? 1 : Math.abs(values[0]));
      }
      boolean target = column < layout.targets().size();
      problems.add(
          Problem.atKey(
              layout.keyOf(column),
              "'%s' is constant (%s%s) in training: nothing to learn"
                  .formatted(
                      name,
                      values[0],
                      layout.specs().get(column).transform().isPresent()
                          ? " after its transform"
                          : ""),
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
              ColumnSpec.path(name) + ".scale",
              "at least half of the training rows have the same value (%s): there is no spread to divide by"
                  .formatted(fit.shift()),
              "use standard or minmax"));
      return Scale.NONE;
    }
    return new Scale(fit.shift(), fit.spread());
  }

  private static double meanChange(double[] values, int season, DoubleUnaryOperator of) {
    double sum = 0;
    int count = 0;
    for (int row = season; row < values.length; row++) {
      double change = values[row] - values[row - season];
      if (!Double.isNaN(change)) {
        sum += of.applyAsDouble(change);
        count++;
      }
    }
    return count > 0 ? sum / count : 0;
  }

  /** (batch, features, steps); {@link SeriesLayout} has the order. */
  public InputShape input() {
    int[] columns = layout.categories();
    List<Category> shapes = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      FittedCategory category = categories.get(i);
      CategoriesSpec spec = layout.specs().get(columns[i]).categories().orElseThrow();
      shapes.add(category.shape(spec.size(category.values().size())));
    }
    layout
        .embedding()
        .ifPresent(size -> shapes.add(new Category("series", members.size() + 1, size, false)));
    return new InputShape.Steps(
        layout.features(), layout.steps(), false, shapes, layout.reversible());
  }

  /** What was learned about a column of categories; empty for a column of numbers. */
  Optional<FittedCategory> category(int column) {
    int place = Arrays.binarySearch(layout.categories(), column);
    return place < 0 ? Optional.empty() : Optional.of(categories.get(place));
  }

  /**
   * The shape of a window before any data are read.
   *
   * @param mostSteps a longer lookback is cut to this
   */
  public static InputShape shape(DataSpec spec, int mostSteps) {
    SeriesLayout layout = SeriesLayout.of(spec, new ArrayList<>()); // categories are not known yet
    return new InputShape.Steps(
        layout.features(),
        layout.steps() - Math.max(0, layout.windows().lookback() - mostSteps),
        false,
        List.of(),
        layout.reversible());
  }

  /** The target columns that an example has: all, or one where each is seen by itself. */
  public int columnsOfExample() {
    return layout.columnsOfExample();
  }

  /** The same before any data are read. */
  public static int columnsOfExample(DataSpec spec) {
    return SeriesLayout.of(spec, new ArrayList<>()).columnsOfExample();
  }

  /**
   * The rows in one season: data.time.season, else 1, for which seasonal means "the row before".
   */
  public int season() {
    return layout.season();
  }

  /** The step between rows as users write it; empty if rows have no times. */
  public Optional<String> frequency() {
    return layout.frequency().map(Frequency::toString);
  }

  /** The rows that a series needs to have one window. */
  public int rowsOfWindow() {
    return layout.rowsOfWindow();
  }

  /** The number of rows from the last that a window sees to the last that it forecasts. */
  public int rowsAhead() {
    return layout.windows().ahead();
  }

  /** The components of {@link #rowsOfWindow}, as in "lookback 24 + horizon 12". */
  public String arithmetic() {
    return layout.arithmetic();
  }

  /** The names of the columns of numbers that are read and change from row to row. */
  public List<String> numbers() {
    List<String> all = layout.columns();
    return IntStream.range(0, all.size()).filter(layout::addable).mapToObj(all::get).toList();
  }

  /** The value in a cell of such a column; empty if it is missing or not a number. */
  public OptionalDouble number(String column, String cell) {
    ColumnSpec spec = spec(column);
    String stripped = cell.strip();
    return spec.missingValues().contains(stripped)
        ? OptionalDouble.empty()
        : new NumberReader(spec.number()).read(stripped);
  }

  /** A sample cell of such a column that holds a number. */
  public String cell(String column, double number) {
    return Double.toString(number).replace(".", layout.decimal(layout.columns().indexOf(column)));
  }

  private ColumnSpec spec(String column) {
    return layout.specs().get(layout.columns().indexOf(column));
  }

  /** The names of the target columns. */
  public List<String> targets() {
    return layout.targets();
  }

  /**
   * Every window whose lookback and targets are in the rows.
   *
   * @throws UserException if the rows are not series of the model's frequency, or too few
   */
  public SeriesExamples labelled(Table rows) {
    int needed = layout.rowsOfWindow();
    return examples(
        rows,
        needed,
        key -> "a score needs %s rows%s (%s)".formatted(needed, key.ofRows(), layout.arithmetic()),
        known -> layout.windows().within(layout.memory(), known, 1),
        true);
  }

  /**
   * The last window of each series. Rows at the end without any target are those to forecast:
   * future covariates are read from them.
   *
   * @throws UserException if the rows are not series of the model's frequency, or too few
   */
  public SeriesExamples unlabelled(Table rows) {
    int lookback = layout.windows().lookback();
    return examples(
        rows,
        neededToPredict(),
        this::needsToPredict,
        known -> new Placement(known - lookback, 1, 1),
        false);
  }

  private SeriesExamples examples(
      Table rows,
      int needed,
      Function<SeriesKey, String> needs,
      IntFunction<Placement> placement,
      boolean labelled) {
    boolean ahead = !labelled && !layout.future().isEmpty();
    RowsToFillIn future = new RowsToFillIn(layout);
    SeriesProblems ofSeries = new SeriesProblems();
    List<SeriesExamples.Member> examples = new ArrayList<>();
    for (SeriesRows one : read(List.of(layout.steps(rows)), ahead)) {
      Optional<FittedMember> fitted = member(one.key());
      int known = labelled ? one.stretches(layout).longest(one.known()) : rowsAtEnd(one, ahead);
      Optional<Problem> problem = problem(rows, one, fitted, needed, needs, known);
      List<Problem> lacks = ahead ? future.problems(rows, one) : List.of();
      if (problem.isPresent()) {
        ofSeries.addNamed(List.of(problem.get()));
      } else if (!lacks.isEmpty()) {
        ofSeries.add(one.key(), lacks);
      } else {
        Series series = one.filled(layout, 0);
        examples.add(
            example(
                one.key(),
                fitted.get(),
                labelled || !layout.readsAhead()
                    ? series
                    : series.upTo(one.known() + layout.windows().ahead(), layout.firstStatic()),
                placement.apply(one.known())));
      }
    }
    ofSeries.requireNone();
    return new SeriesExamples(layout, examples, labelled);
  }

  private List<SeriesRows> read(List<Table> tables, boolean ahead) {
    List<Problem> problems = new ArrayList<>();
    List<SeriesRows> read =
        SeriesReader.ofNewRows(layout, dayOfMonth, ahead, categories).read(tables, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return read;
  }

  /** Why a series cannot be forecast, whatever is known ahead. */
  private Optional<Problem> problem(
      Table file,
      SeriesRows rows,
      Optional<FittedMember> fitted,
      int needed,
      Function<SeriesKey, String> needs,
      int known) {
    return fitted.isEmpty()
        ? Optional.of(unknown(file, rows.key()))
        : known < needed
            ? Optional.of(
                Problem.inFile(
                    file.name(),
                    "%s; %s given%s"
                        .formatted(
                            needs.apply(rows.key()),
                            known,
                            known < rows.known() ? " without a gap" : ""),
                    ""))
            : Optional.empty();
  }

  /**
   * The number of known rows since the last gap; if rows are known ahead, they must not contain a
   * gap.
   */
  private int rowsAtEnd(SeriesRows rows, boolean ahead) {
    int end = ahead ? rows.values()[0].length : rows.known();
    return Math.max(0, rows.known() - rows.stretches(layout).lastStart(end));
  }

  /**
   * The rows that {@link #unlabelled} will read once the future covariates are filled in.
   *
   * @param tables one after the other; what comes after their last rows is to be forecast
   * @throws UserException if the rows are not series of the model's frequency, or too few
   */
  public Template template(List<Table> tables) {
    Table file = tables.get(0);
    List<Table> steps = tables.stream().map(layout::steps).toList();
    List<SeriesRows> read = read(steps, true);
    SeriesProblems ofSeries = new SeriesProblems();
    for (SeriesRows one : read) {
      problem(
              file,
              one,
              member(one.key()),
              neededToPredict(),
              this::needsToPredict,
              rowsAtEnd(one, true))
          .ifPresent(problem -> ofSeries.addNamed(List.of(problem)));
    }
    ofSeries.requireNone();
    RowsToFillIn future = new RowsToFillIn(layout);
    return new Template(
        future.table(Table.together(steps), read, neededToPredict()), future.toFillIn(read));
  }

  /** Whether values must be known for the rows to forecast. */
  public boolean needsFuture() {
    return !layout.future().isEmpty();
  }

  /**
   * The steps of one series that {@link #unlabelled} reads.
   *
   * @param rows of each step in the table, -1 if there is none; one of them if several have the
   *     same time
   * @param known the number of steps before those to forecast
   */
  public record Steps(int[] rows, int known) {}

  /** The steps of rows of one series, in time order. */
  public Steps steps(Table rows) {
    SeriesRows read = read(List.of(layout.steps(rows)), needsFuture()).get(0);
    int[] source = read.timeline().source();
    return new Steps(
        IntStream.range(0, source.length)
            .map(step -> read.changes().inserted().get(step) ? -1 : source[step])
            .toArray(),
        read.known());
  }

  private int neededToPredict() {
    return layout.memory() + layout.windows().lookback();
  }

  /** Sample rows of one series for {@link #unlabelled}, made up from what was learned. */
  public Table example() {
    Map.Entry<SeriesKey, FittedMember> first = members.entrySet().iterator().next();
    return new ExampleRows(layout, categories, first.getKey(), first.getValue(), dayOfMonth)
        .table(neededToPredict());
  }

  /** The columns that tell series apart; none where there is only one. */
  public List<String> seriesColumns() {
    return layout.by();
  }

  /** The columns that hold the time, or parts of it; none if rows are numbered. */
  public List<String> timeColumns() {
    return ExampleRows.timeColumns(layout);
  }

  /**
   * A column of values.
   *
   * @param number whether it holds numbers; else words
   * @param always whether it also has a value in the rows to forecast
   * @param decimal the decimal separator of its numbers
   */
  public record ValueColumn(String name, boolean number, boolean always, String decimal) {}

  /** The columns of values; none where each row is a series. */
  public List<ValueColumn> valueColumns() {
    return layout.hasWideRows()
        ? List.of()
        : IntStream.range(0, layout.columns().size())
            .mapToObj(
                column ->
                    new ValueColumn(
                        layout.columns().get(column),
                        category(column).isEmpty(),
                        column >= layout.pastColumns() || layout.future().isEmpty(),
                        layout.decimal(column)))
            .toList();
  }

  private String needsToPredict(SeriesKey key) {
    return "predict needs %s rows%s".formatted(neededToPredict(), key.ofRows())
        + (layout.memory() > 0 ? " (%s)".formatted(layout.seen()) : "");
  }

  private Problem unknown(Table rows, SeriesKey key) {
    return Problem.inFile(
        rows.name(),
        "series %s was not in training; per-series scaling has no values for it".formatted(key),
        "leave its rows out, or train with data.series.scale: global"
            + (layout.future().isEmpty()
                ? " or data.input.series.window_scale: {standard: {}}"
                : ""));
  }

  /** What is known about a series; empty if it was not in training and needs scales of its own. */
  private Optional<FittedMember> member(SeriesKey key) {
    if (members.containsKey(key)) {
      return Optional.of(members.get(key));
    }
    boolean scaledByWindow = layout.windowScale().replacesScales() && layout.future().isEmpty();
    boolean unscaled =
        layout.specs().stream().allMatch(spec -> spec.scale() instanceof ScaleSpec.None);
    Optional<List<FittedColumn>> columns =
        scaledByWindow || unscaled ? Optional.of(shared.orElseGet(() -> unscaled(layout))) : shared;
    double[] unknown = new double[layout.targets().size()];
    return columns.map(c -> new FittedMember(0, and(statics, c), unknown, unknown));
  }

  private static List<FittedColumn> unscaled(SeriesLayout layout) {
    return IntStream.of(layout.scaled())
        .mapToObj(
            i -> new FittedColumn(layout.columns().get(i), layout.transforms().get(i), Scale.NONE))
        .toList();
  }

  /** A series of the training part, or one that needs no scales of its own. */
  SeriesExamples.Member example(SeriesKey key, Series series, Placement placement) {
    return example(key, member(key).orElseThrow(), series, placement);
  }

  private SeriesExamples.Member example(
      SeriesKey key, FittedMember fitted, Series series, Placement placement) {
    FeatureRows features = new FeatureRows(layout, fitted.columns(), series);
    return new SeriesExamples.Member(key, fitted, series, features, placement);
  }

  /** All of this as plain numbers. */
  public WindowRecipe recipe() {
    List<List<FittedColumn>> columns = new ArrayList<>();
    columns.add(and(statics, shared.orElseGet(() -> unscaled(layout))));
    members.values().forEach(member -> columns.add(member.columns()));
    return new WindowRecipe(
        layout,
        columns,
        layout.panel().isEmpty()
            ? List.of()
            : members.keySet().stream().map(SeriesKey::values).toList());
  }

  /** How a column is scaled in all series; empty if each has a scale of its own. */
  Optional<Scale> sharedScale(int column) {
    return Stream.concat(statics.stream(), shared.stream().flatMap(List::stream))
        .filter(fitted -> fitted.name().equals(layout.columns().get(column)))
        .map(FittedColumn::scale)
        .findFirst();
  }

  /** The number of first rows of a target column that have no transformed value. */
  public int memory(int column) {
    return layout.transforms().get(column).memory();
  }

  /**
   * A target column after its transform, not scaled.
   *
   * @param values original units, (rows)
   * @return (rows); NaN in the first ones, see {@link #memory}
   */
  public double[] transformed(int column, double[] values) {
    ColumnTransform transform = layout.transforms().get(column);
    double[] transformed = new double[values.length];
    for (int row = 0; row < values.length; row++) {
      transformed[row] = row < transform.memory() ? Double.NaN : transform.apply(values, row);
    }
    return transformed;
  }

  /** Undoes {@link #transformed} for the rows after a cutoff. */
  public double[] inverse(int column, double[] transformed, double[] values, int cutoff) {
    return layout.transforms().get(column).invert(transformed, values, cutoff);
  }

  /** The fitted state; together with the config it restores the pipeline. */
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("version", VERSION);
    json.put("kind", KIND);
    json.put("frequency", frequency().orElse(null));
    dayOfMonth.ifPresent(day -> json.put("day_of_month", day));
    json.put("season", season());
    writeCategories(json);
    if (layout.panel().isEmpty()) {
      write(json.putObject("columns"), shared, Optional.of(members.get(SeriesKey.ONLY)));
      return json;
    }
    shared.ifPresent(columns -> write(json.putObject("columns"), shared, Optional.empty()));
    ArrayNode series = json.putArray("series");
    members.forEach(
        (key, member) -> {
          ObjectNode one = series.addObject();
          key.values().forEach(one.putArray("key")::add);
          write(
              one.putObject("columns"),
              shared.isPresent() ? Optional.empty() : Optional.of(member.columns()),
              Optional.of(member));
        });
    return json;
  }

  private void writeCategories(ObjectNode json) {
    if (!categories.isEmpty()) {
      ObjectNode all = json.putObject("categories");
      categories.forEach(category -> category.write(all.putObject(category.column())));
    }
    if (!statics.isEmpty()) {
      ObjectNode all = json.putObject("static");
      statics.forEach(column -> column.scale().write(all.putObject(column.name())));
    }
  }

  private void write(
      ObjectNode json, Optional<List<FittedColumn>> columns, Optional<FittedMember> member) {
    int[] scaled = layout.scaled(); // targets come first
    for (int i = 0; i < scaled.length; i++) {
      ObjectNode column = json.putObject(layout.columns().get(scaled[i]));
      if (columns.isPresent()) {
        columns.get().get(i).scale().write(column);
        Map<String, Double> learned = columns.get().get(i).transform().learned();
        if (!learned.isEmpty()) {
          learned.forEach(column.putObject("transform")::put);
        }
      }
      if (member.isPresent() && i < layout.targets().size()) {
        column.put("seasonal_change", member.get().seasonalChange()[i]);
        column.put("squared_seasonal_change", member.get().squaredSeasonalChange()[i]);
      }
    }
  }

  /**
   * The pipeline that {@link #toJson} described.
   *
   * @param spec of the config that it was fitted with
   * @throws UserException if a newer version wrote it or the config is another one
   */
  public static SeriesPipeline fromJson(DataSpec spec, JsonNode json) {
    List<Problem> problems = new ArrayList<>();
    Set<String> words = new LinkedHashSet<>();
    json.path("categories").fieldNames().forEachRemaining(words::add);
    SeriesLayout layout = SeriesLayout.of(spec, words, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    if (json.path("version").asInt() != VERSION || !json.path("kind").asText().equals(KIND)) {
      throw unreadable(
          "it is '%s' of version %s, and this program reads '%s' of version %s"
              .formatted(json.path("kind").asText(), json.path("version").asText(), KIND, VERSION));
    }
    Optional<List<FittedColumn>> shared =
        layout.scalesEach()
            ? Optional.empty()
            : Optional.of(columns(layout, layout.scaled(), json.path("columns")));
    List<FittedCategory> categories = categories(layout, json.path("categories"));
    List<FittedColumn> statics = columns(layout, staticNumbers(layout), json.path("static"));
    Map<SeriesKey, FittedMember> members = new LinkedHashMap<>();
    if (layout.panel().isEmpty()) {
      members.put(SeriesKey.ONLY, member(layout, 1, shared.orElseThrow(), json));
    }
    for (JsonNode one : json.path("series")) {
      List<String> key = new ArrayList<>();
      one.path("key").forEach(value -> key.add(value.asText()));
      if (key.size() != layout.by().size()) {
        throw unreadable("a series has the key " + key + ", and the config names " + layout.by());
      }
      members.put(
          new SeriesKey(key),
          member(
              layout,
              members.size() + 1,
              and(
                  statics,
                  shared.orElseGet(() -> columns(layout, layout.scaled(), one.path("columns")))),
              one));
    }
    if (members.isEmpty()) {
      throw unreadable("it has no series");
    }
    List<ColumnTransform> transforms = new ArrayList<>(layout.transforms());
    for (FittedColumn column : members.values().iterator().next().columns()) {
      transforms.set(layout.columns().indexOf(column.name()), column.transform());
    }
    return new SeriesPipeline(
        layout.with(transforms), categories, statics, shared, members, dayOfMonth(json));
  }

  private static List<FittedCategory> categories(SeriesLayout layout, JsonNode json) {
    List<FittedCategory> categories = new ArrayList<>();
    for (int column : layout.categories()) {
      String name = layout.columns().get(column);
      JsonNode fitted = json.path(name);
      List<String> values = new ArrayList<>();
      fitted.path("values").forEach(value -> values.add(value.asText()));
      if (values.isEmpty() || !fitted.path("other_learned").isBoolean()) {
        throw unreadable("it has no categories of '" + name + "'");
      }
      categories.add(new FittedCategory(name, values, fitted.path("other_learned").asBoolean()));
    }
    return categories;
  }

  private static List<FittedColumn> columns(SeriesLayout layout, int[] of, JsonNode fitted) {
    List<String> expected = IntStream.of(of).mapToObj(layout.columns()::get).toList();
    List<String> names = new ArrayList<>();
    fitted.fieldNames().forEachRemaining(names::add);
    if (!names.equals(expected)) {
      throw unreadable(
          "it was fitted to the columns %s, and the config names %s".formatted(names, expected));
    }
    List<FittedColumn> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      JsonNode column = fitted.get(names.get(i));
      double divisor = number(column, "divisor");
      if (divisor == 0) {
        throw unreadable("the divisor of '" + names.get(i) + "' is 0");
      }
      columns.add(
          new FittedColumn(
              names.get(i),
              transform(layout.transforms().get(of[i]), column),
              new Scale(number(column, "shift"), divisor)));
    }
    return columns;
  }

  private static ColumnTransform transform(ColumnTransform unfitted, JsonNode column) {
    Map<String, Double> learned = new LinkedHashMap<>();
    JsonNode json = column.path("transform");
    json.fieldNames().forEachRemaining(name -> learned.put(name, number(json, name)));
    try {
      return unfitted.with(learned);
    } catch (IllegalArgumentException e) {
      throw unreadable("of a transform, " + e.getMessage());
    }
  }

  /** Models of an earlier version have no squares. */
  private static FittedMember member(
      SeriesLayout layout, int id, List<FittedColumn> columns, JsonNode json) {
    List<JsonNode> targets =
        layout.targets().stream().map(target -> json.path("columns").path(target)).toList();
    return new FittedMember(
        id,
        columns,
        targets.stream().mapToDouble(target -> number(target, "seasonal_change")).toArray(),
        targets.stream()
            .mapToDouble(
                target ->
                    target.has("squared_seasonal_change")
                        ? number(target, "squared_seasonal_change")
                        : 0)
            .toArray());
  }

  /** Models of an earlier version only say whether the day is the last one of the month. */
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
