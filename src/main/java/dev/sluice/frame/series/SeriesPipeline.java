package dev.sluice.frame.series;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Turns rows of one series or many into windows with what was learned from the training part:
 * scales, season, the day of the month.
 */
public final class SeriesPipeline {
  private final FittedSeries fitted;
  private final SeriesLayout layout; // the fitted one

  private SeriesPipeline(FittedSeries fitted) {
    this.fitted = fitted;
    this.layout = fitted.layout();
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
    return SeriesFitting.fit(unfitted, categories, training, problems).map(SeriesPipeline::new);
  }

  /** (batch, features, steps); {@link SeriesLayout} has the order. */
  public InputShape input() {
    int[] columns = layout.categories();
    List<Category> shapes = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      FittedCategory category = fitted.categories().get(i);
      CategoriesSpec spec = layout.specs().get(columns[i]).categories().orElseThrow();
      shapes.add(category.shape(spec.size(category.values().size())));
    }
    layout
        .embedding()
        .ifPresent(
            size -> shapes.add(new Category("series", fitted.members().size() + 1, size, false)));
    return new InputShape.Steps(
        layout.features(), layout.steps(), false, shapes, layout.reversible());
  }

  /** What was learned about a column of categories; empty for a column of numbers. */
  Optional<FittedCategory> category(int column) {
    int place = Arrays.binarySearch(layout.categories(), column);
    return place < 0 ? Optional.empty() : Optional.of(fitted.categories().get(place));
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
      Optional<FittedMember> member = member(one.key());
      int known = labelled ? one.stretches(layout).longest(one.known()) : rowsAtEnd(one, ahead);
      Optional<Problem> problem = problem(rows, one, member, needed, needs, known);
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
                member.get(),
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
        SeriesReader.ofNewRows(layout, fitted.dayOfMonth(), ahead, fitted.categories())
            .read(tables, problems);
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return read;
  }

  /** Why a series cannot be forecast, whatever is known ahead. */
  private Optional<Problem> problem(
      Table file,
      SeriesRows rows,
      Optional<FittedMember> member,
      int needed,
      Function<SeriesKey, String> needs,
      int known) {
    return member.isEmpty()
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
                    advice(rows, needed, known)))
            : Optional.empty();
  }

  private String advice(SeriesRows rows, int needed, int known) {
    int more = needed - known;
    String add =
        known < rows.known()
            ? "add rows where they are missing, until %s follow one another".formatted(needed)
            : "add at least %s earlier row%s".formatted(more, more == 1 ? "" : "s");
    return (rows.known() < rows.values()[0].length
            ? "rows at the end without a value of '%s' count as those to forecast\n"
                .formatted(String.join("' or '", layout.targets()))
            : "")
        + add
        + (rows.key().ofRows().isEmpty() ? "" : ", or leave out this series");
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
    Map.Entry<SeriesKey, FittedMember> first = fitted.members().entrySet().iterator().next();
    return new ExampleRows(
            layout, fitted.categories(), first.getKey(), first.getValue(), fitted.dayOfMonth())
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
        "leave out its rows, or train with data.series.scale: global"
            + (layout.future().isEmpty()
                ? " or data.input.series.window_scale: {standard: {}}"
                : ""));
  }

  /** What is known about a series; empty if it was not in training and needs scales of its own. */
  private Optional<FittedMember> member(SeriesKey key) {
    if (fitted.members().containsKey(key)) {
      return Optional.of(fitted.members().get(key));
    }
    boolean scaledByWindow = layout.windowScale().replacesScales() && layout.future().isEmpty();
    boolean unscaled =
        layout.specs().stream().allMatch(spec -> spec.scale() instanceof ScaleSpec.None);
    Optional<List<FittedColumn>> columns =
        scaledByWindow || unscaled
            ? Optional.of(fitted.shared().orElseGet(() -> unscaled(layout)))
            : fitted.shared();
    double[] unknown = new double[layout.targets().size()];
    return columns.map(c -> new FittedMember(0, fitted.columns(c), unknown, unknown));
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
      SeriesKey key, FittedMember member, Series series, Placement placement) {
    FeatureRows features = new FeatureRows(layout, member.columns(), series);
    return new SeriesExamples.Member(key, member, series, features, placement);
  }

  /** All of this as plain numbers. */
  public WindowRecipe recipe() {
    List<List<FittedColumn>> columns = new ArrayList<>();
    columns.add(fitted.columns(fitted.shared().orElseGet(() -> unscaled(layout))));
    fitted.members().values().forEach(member -> columns.add(member.columns()));
    return new WindowRecipe(
        layout,
        columns,
        layout.panel().isEmpty()
            ? List.of()
            : fitted.members().keySet().stream().map(SeriesKey::values).toList());
  }

  /** How a column is scaled in all series; empty if each has a scale of its own. */
  Optional<Scale> sharedScale(int column) {
    String name = layout.columns().get(column);
    return Stream.concat(fitted.statics().stream(), fitted.shared().stream().flatMap(List::stream))
        .filter(one -> one.name().equals(name))
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
    return FittedSeriesJson.write(fitted);
  }

  /**
   * The pipeline that {@link #toJson} described.
   *
   * @param spec of the config that it was fitted with
   * @throws UserException if a newer version wrote it or the config is another one
   */
  public static SeriesPipeline fromJson(DataSpec spec, JsonNode json) {
    return new SeriesPipeline(FittedSeriesJson.read(spec, json));
  }
}
