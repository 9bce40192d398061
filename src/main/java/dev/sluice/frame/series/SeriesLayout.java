package dev.sluice.frame.series;

import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.shape.Reversible;
import dev.sluice.source.Table;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.HolidaysSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.NumberSpec;
import dev.sluice.spec.PanelSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.TransformSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the config says about a series, resolved: from here on, columns are indices. The columns are
 * the targets, the past covariates, the future ones, then static ones. The features of a step are
 * those of numbers, then a sine and a cosine for each part of the calendar, a flag for each column
 * that masks missing values, the holidays, a flag for steps after the cutoff if they are read, the
 * lags of each target, and the ids of categories and of the series.
 *
 * @param specs how each numeric column is read; (columns)
 * @param transforms applied to each before scaling; (columns)
 * @param stride rows between the starts of two training windows
 */
record SeriesLayout(
    List<String> targets,
    List<String> covariates,
    List<String> future,
    List<String> statics,
    List<Integer> lags,
    List<InputSpec.Calendar> calendar,
    Optional<HolidaysSpec> holidays,
    List<ColumnSpec> specs,
    List<ColumnTransform> transforms,
    Optional<TimeSpec> time,
    Optional<PanelSpec> panel,
    Windows windows,
    int stride,
    WindowScaleSpec windowScale,
    InputSpec.Series.Channels channels,
    TargetSpec.Forecast.Decoding decoding) {

  /** Columns of predictions. */
  private static final Set<String> OURS =
      Set.of("cutoff", "timestamp", "step", "column", "actual", "forecast");

  /**
   * @param problems receives contradictions of the config
   */
  static SeriesLayout of(DataSpec spec, List<Problem> problems) {
    return of(spec, Set.of(), problems);
  }

  /**
   * @param words columns that hold words, whether the config says so or not
   */
  static SeriesLayout of(DataSpec spec, Set<String> words, List<Problem> problems) {
    InputSpec.Series input = (InputSpec.Series) spec.input();
    TargetSpec.Forecast target = (TargetSpec.Forecast) spec.target();
    Set<String> covariates = new LinkedHashSet<>();
    for (int i = 0; i < input.pastCovariates().size(); i++) {
      String name = input.pastCovariates().get(i);
      String key = "data.input.series.past_covariates[" + i + "]";
      if (target.columns().contains(name)) {
        problems.add(
            Problem.atKey(
                key,
                "'" + name + "' is a target already",
                "remove it: past values of the targets are always inputs"));
      } else if (!covariates.add(name)) {
        problems.add(Problem.atKey(key, "'" + name + "' is listed twice", "list it once"));
      }
    }
    Set<String> future = new LinkedHashSet<>();
    for (int i = 0; i < input.futureCovariates().size(); i++) {
      String name = input.futureCovariates().get(i);
      String key = "data.input.series.future_covariates[" + i + "]";
      if (target.columns().contains(name)) {
        problems.add(
            Problem.atKey(
                key,
                "'"
                    + name
                    + "' is a target and is listed in future_covariates: the model would see the"
                    + " answer",
                "remove it: past values of targets are always used"));
      } else if (covariates.contains(name)) {
        problems.add(
            Problem.atKey(
                key,
                "'" + name + "' is a past covariate already",
                "if it is known ahead, list it only under future_covariates"));
      } else if (!future.add(name)) {
        problems.add(Problem.atKey(key, "'" + name + "' is listed twice", "list it once"));
      }
    }
    Set<String> statics = statics(spec, input, target, problems);
    List<String> columns =
        Stream.of(target.columns(), covariates, future, statics)
            .flatMap(Collection::stream)
            .distinct()
            .toList();
    for (String name : spec.columns().keySet()) {
      if (!columns.contains(name)) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name),
                "has no effect: '" + name + "' is neither a target nor a covariate",
                "columns in use: " + String.join(", ", columns)));
      }
    }
    Optional<String> timeColumn = spec.time().flatMap(TimeSpec::name);
    if (timeColumn.isPresent() && columns.contains(timeColumn.get())) {
      problems.add(
          Problem.atKey(
              "data.time.column",
              "'" + timeColumn.get() + "' is also a target or covariate",
              "use data.input.series.calendar for features of the time"));
    }
    List<String> by = spec.series().map(PanelSpec::names).orElse(List.of());
    boolean wide = spec.series().flatMap(PanelSpec::wide).isPresent();
    if (wide) {
      checkWide(target, input, timeColumn, problems);
    }
    for (int i = 0; i < by.size(); i++) {
      String key = wide ? "data.series.wide.id" : "data.series.by[" + i + "]";
      if (OURS.contains(by.get(i)) || by.get(i).matches("(lower|upper|q)_[0-9.]+")) {
        problems.add(
            Problem.atKey(
                key,
                "'%s' is the name of a column of the forecasts".formatted(by.get(i)),
                "rename the column in the file"));
      }
      if (columns.contains(by.get(i)) && !statics.contains(by.get(i))
          || timeColumn.equals(Optional.of(by.get(i)))) {
        problems.add(
            Problem.atKey(
                key,
                "'%s' is also a target, a covariate or the time".formatted(by.get(i)),
                "name the columns that identify the series"));
      }
    }
    for (int i = 0; i < input.calendar().size(); i++) {
      String name = input.calendar().get(i).name().toLowerCase(Locale.ROOT);
      if (input.calendar().indexOf(input.calendar().get(i)) < i) {
        problems.add(
            Problem.atKey(
                "data.input.series.calendar[" + i + "]",
                "'" + name + "' is listed twice",
                "list it once"));
      }
    }
    if (!input.calendar().isEmpty() && timeColumn.isEmpty()) {
      problems.add(noTimes("calendar"));
    }
    if (input.holidays().isPresent() && timeColumn.isEmpty()) {
      problems.add(noTimes("holidays"));
    }
    if (input.channels() == InputSpec.Series.Channels.INDEPENDENT && target.columns().size() == 1) {
      problems.add(
          Problem.atKey(
              "data.input.series.channels",
              "independent has no effect with one target",
              "remove it, or forecast several columns"));
    }
    List<String> maskedTargets =
        target.columns().stream()
            .filter(
                name ->
                    spec.columns().getOrDefault(name, ColumnSpec.unspecified()).missing()
                        instanceof MissingSpec.Mask)
            .toList();
    if (input.channels() == InputSpec.Series.Channels.INDEPENDENT
        && !maskedTargets.isEmpty()
        && maskedTargets.size() < target.columns().size()) {
      problems.add(
          Problem.atKey(
              ColumnSpec.path(maskedTargets.get(0)) + ".missing",
              "masks some of the targets, and independent channels must be alike",
              "mask all targets, or choose forward or interpolate"));
    }
    WindowScale.check(
        input.windowScale(), spec.time().flatMap(TimeSpec::season), input.lookback(), problems);
    List<ColumnSpec> specs = new ArrayList<>();
    List<ColumnTransform> transforms = new ArrayList<>();
    for (String name : columns) {
      ColumnSpec given = spec.columns().getOrDefault(name, ColumnSpec.unspecified());
      ColumnSpec column = words.contains(name) ? given.asCategories().orElse(given) : given;
      if (column.categories().isPresent() && target.columns().contains(name)) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".categories",
                "a forecast is a number, and '%s' is a target".formatted(name),
                "remove it"));
      }
      specs.add(column);
      Optional<TransformSpec> whole =
          column.transform().flatMap(t -> t.inSeasons(spec.time().flatMap(TimeSpec::season)));
      if (column.transform().isPresent() && whole.isEmpty()) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".transform",
                "the season is not known",
                "set data.time.season, or season here"));
      }
      boolean counts =
          target.columns().contains(name)
              && target.distribution().filter(DistributionSpec::ofCounts).isPresent();
      ColumnTransform transform = counts ? Counts.INSTANCE : Transforms.of(whole);
      if (counts && column.transform().isPresent()) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".transform",
                "has no effect: negative_binomial forecasts counts without scaling",
                "remove it, or choose another data.target.forecast.distribution"));
      }
      if (transform.memory() > 0
          && target.horizon() > 1
          && !target.levels().isEmpty()
          && target.columns().contains(name)) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".transform",
                "quantiles of changes do not add up to quantiles of values over %s steps"
                    .formatted(target.horizon()),
                "remove it, or use intervals: {conformal: {}} instead of "
                    + (target.distribution().isPresent() ? "distribution" : "quantiles")));
      }
      transforms.add(transform);
      if (column.missing() instanceof MissingSpec.Constant constant
          && !transform.accepts(constant.value())) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".missing.constant.value",
                "transform %s needs %s; the constant is %s"
                    .formatted(
                        Kinds.installed().nameOf(column.transform().orElseThrow()),
                        transform.domain(),
                        constant.value()),
                "choose another value, or change " + ColumnSpec.path(name) + ".transform"));
      }
      if (transform.memory() > 0 && target.gap() > 0 && target.columns().contains(name)) {
        problems.add(
            Problem.atKey(
                "data.target.forecast.gap",
                "the transform of '%s' computes each row from the one before, and rows in the gap are not forecast"
                    .formatted(name),
                "set it to 0, or remove " + ColumnSpec.path(name) + ".transform"));
      }
    }
    return new SeriesLayout(
        target.columns(),
        List.copyOf(covariates),
        List.copyOf(future),
        List.copyOf(statics),
        input.lags(),
        timeColumn.isPresent() ? input.calendar() : List.of(),
        input.holidays(),
        specs,
        transforms,
        spec.time(),
        spec.series(),
        new Windows(input.lookback(), target.gap(), target.horizon()),
        input.stride(),
        input.windowScale(),
        input.channels(),
        target.decoding());
  }

  private static Set<String> statics(
      DataSpec spec, InputSpec.Series input, TargetSpec.Forecast target, List<Problem> problems) {
    Set<String> statics = new LinkedHashSet<>();
    for (int i = 0; i < input.static_().size(); i++) {
      String name = input.static_().get(i);
      String key = "data.input.series.static[" + i + "]";
      if (Stream.of(target.columns(), input.pastCovariates(), input.futureCovariates())
          .anyMatch(names -> names.contains(name))) {
        problems.add(
            Problem.atKey(
                key,
                "'" + name + "' is a target or a covariate already",
                "list it once; static columns have one value in each series"));
      } else if (!statics.add(name)) {
        problems.add(Problem.atKey(key, "'" + name + "' is listed twice", "list it once"));
      }
      if (spec.columns().containsKey(name)
          && !(spec.columns().get(name).missing() instanceof MissingSpec.Error)) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".missing",
                "has no effect: an empty field of a static column is filled from other rows",
                "remove it"));
      }
    }
    if (!statics.isEmpty() && spec.series().isEmpty()) {
      problems.add(
          Problem.atKey(
              "data.input.series.static",
              "there is one series, so a column that is the same in all its rows has nothing to"
                  + " learn",
              "remove it, or divide the rows into series with data.series.by"));
    }
    return statics;
  }

  private static Problem noTimes(String key) {
    return Problem.atKey(
        "data.input.series." + key,
        "the rows have no times",
        "add data.time.column and data.time.frequency, or remove it");
  }

  /** If a series is in a single row, its cells hold the values of one column, and no times. */
  private static void checkWide(
      TargetSpec.Forecast target,
      InputSpec.Series input,
      Optional<String> timeColumn,
      List<Problem> problems) {
    if (target.columns().size() > 1) {
      problems.add(
          Problem.atKey(
              "data.target.forecast.columns",
              "series in rows have one value per step, and %s names are given"
                  .formatted(target.columns().size()),
              "give one name"));
    }
    List<String> others = new ArrayList<>();
    if (!input.pastCovariates().isEmpty()) {
      others.add("past_covariates");
    }
    if (!input.futureCovariates().isEmpty()) {
      others.add("future_covariates");
    }
    if (!input.static_().isEmpty()) {
      others.add("static");
    }
    if (!others.isEmpty()) {
      problems.add(
          Problem.atKey(
              "data.input.series." + others.get(0),
              "series in rows have no other columns",
              "remove it, or write one row per step and use data.series.by"));
    }
    timeColumn.ifPresent(
        column ->
            problems.add(
                Problem.atKey(
                    "data.time.column",
                    "series in rows have no times",
                    "remove it, or write one row per step and use data.series.by")));
  }

  /** The same with other transforms. */
  SeriesLayout with(List<ColumnTransform> fitted) {
    return new SeriesLayout(
        targets,
        covariates,
        future,
        statics,
        lags,
        calendar,
        holidays,
        specs,
        fitted,
        time,
        panel,
        windows,
        stride,
        windowScale,
        channels,
        decoding);
  }

  /** Whether each row is a series. */
  boolean hasWideRows() {
    return panel.flatMap(PanelSpec::wide).isPresent();
  }

  /** The rows in the form that is read here, one for each step. */
  Table steps(Table table) {
    return panel
        .flatMap(PanelSpec::wide)
        .map(wide -> new WideSeries(wide, targets.get(0)).steps(table))
        .or(() -> timeParts().map(parts -> parts.joined(table)))
        .orElse(table);
  }

  /** Targets, past covariates, future ones, then static columns. */
  List<String> columns() {
    return Stream.of(targets, covariates, future, statics).flatMap(List::stream).toList();
  }

  private boolean isCategory(int column) {
    return specs.get(column).categories().isPresent();
  }

  /**
   * Whether values of a column may be summed: not words, nor values that are the same in all rows.
   */
  boolean addable(int column) {
    return !isCategory(column) && column < firstStatic();
  }

  /** The decimal separator of a column's numbers. */
  String decimal(int column) {
    return specs.get(column).number().map(NumberSpec::decimal).orElse(".");
  }

  /** The columns of categories; their ids are in {@link Series#values}. */
  int[] categories() {
    return IntStream.range(0, specs.size()).filter(this::isCategory).toArray();
  }

  /** The columns of numbers, which are the first features of a step. */
  int[] numbers() {
    return IntStream.range(0, specs.size()).filter(column -> !isCategory(column)).toArray();
  }

  /**
   * Those of {@link #numbers} that have a separate scale for each series, if series have scales of
   * their own.
   */
  int[] scaled() {
    return IntStream.of(numbers()).filter(column -> column < firstStatic()).toArray();
  }

  /** Those of {@link #numbers} that are static. */
  int[] staticNumbers() {
    return IntStream.of(numbers()).filter(column -> column >= firstStatic()).toArray();
  }

  /** The number of features of a step that are unknown after the cutoff; they come first. */
  int pastNumbers() {
    return (int) IntStream.of(numbers()).filter(column -> column < pastColumns()).count();
  }

  /** The first of the static columns, which come last. */
  int firstStatic() {
    return pastColumns() + future.size();
  }

  /** The size of a series' vector, if it has one. */
  Optional<Integer> embedding() {
    return panel.flatMap(PanelSpec::embedding).map(PanelSpec.Embedding::size);
  }

  /** The number of columns that are unknown after the cutoff; they come first. */
  int pastColumns() {
    return targets.size() + covariates.size();
  }

  /**
   * The number of steps that the network sees: the lookback, or all up to the end of the horizon.
   */
  int steps() {
    return readsAhead() ? windows.rows() : windows.lookback();
  }

  /**
   * Whether the network also reads the steps to forecast: what is known about them, or its own
   * forecasts.
   */
  boolean readsAhead() {
    return !future.isEmpty() || holidays.isPresent() || decodesRecursively();
  }

  /** Whether each step after the cutoff reads the targets of the step before it. */
  boolean decodesRecursively() {
    return decoding == TargetSpec.Forecast.Decoding.RECURSIVE;
  }

  /** The columns that tell series apart; none where there is only one. */
  List<String> by() {
    return panel.map(PanelSpec::names).orElse(List.of());
  }

  /** Whether every series has scales of its own. */
  boolean scalesEach() {
    return panel.filter(p -> p.scale() == PanelSpec.Scaling.EACH).isPresent();
  }

  Optional<String> timeColumn() {
    return time.flatMap(TimeSpec::name);
  }

  /** The columns that make up the time; none if a single one has it. */
  Optional<TimeParts> timeParts() {
    return time.flatMap(TimeSpec::columns).map(TimeParts::new);
  }

  Optional<Frequency> frequency() {
    return time.flatMap(TimeSpec::frequency).map(Frequency::parse);
  }

  /** Rows at the start of a series in which no window begins. */
  int memory() {
    return transformMemory() + longestLag();
  }

  /** The rows that a series needs to have one window. */
  int rowsOfWindow() {
    return memory() + windows.rows();
  }

  /** Rows at the start of a series that have no features, see {@link ColumnTransform#memory}. */
  private int transformMemory() {
    return transforms.stream().mapToInt(ColumnTransform::memory).max().orElse(0);
  }

  /** The number of examples per window: one, or one for each target that is seen by itself. */
  int examplesOfWindow() {
    return channels == InputSpec.Series.Channels.INDEPENDENT ? targets.size() : 1;
  }

  private int longestLag() {
    return lags.stream().mapToInt(lag -> lag).max().orElse(0);
  }

  /** Describes {@link #rowsOfWindow}, as in "difference 1 + lookback 48 + gap 2 + horizon 12". */
  String arithmetic() {
    return seen()
        + (windows.gap() > 0 ? " + gap " + windows.gap() : "")
        + " + horizon "
        + windows.horizon();
  }

  /** The known rows that a window needs, described in the same way. */
  String seen() {
    return (transformMemory() > 0 ? "difference " + transformMemory() + " + " : "")
        + (longestLag() > 0 ? "lag " + longestLag() + " + " : "")
        + "lookback "
        + windows.lookback();
  }

  /** The target columns that an example has: all, or one where each is seen by itself. */
  int columnsOfExample() {
    return targets.size() / examplesOfWindow();
  }

  /** Those of the {@link #features} that {@link FeatureRows} has for all targets. */
  int featuresOfRows() {
    return numbers().length + 2 * calendar.size() + masked().size() + Holidays.features(holidays);
  }

  /** The number of features per step that the network sees. */
  int features() {
    int unseen = examplesOfWindow() - 1; // targets of the window, all of which or none are masked
    return featuresOfRows()
        + categories().length
        + (embedding().isPresent() ? 1 : 0)
        + (readsAhead() ? 1 : 0)
        + lags.size() * (targets.size() - unseen)
        - unseen * (masks(0) ? 2 : 1);
  }

  /** Which features the network itself scales by their column, if it does. */
  Optional<Reversible> reversible() {
    if (!(windowScale instanceof WindowScaleSpec.Revin)) {
      return Optional.empty();
    }
    int held = columnsOfExample();
    int past = pastNumbers() - targets.size() + held;
    int lagged = lags.size() * held;
    int end = features() - categories().length - (embedding().isPresent() ? 1 : 0);
    return Optional.of(
        new Reversible(
            IntStream.range(0, features())
                .map(
                    f ->
                        f < past
                            ? f
                            : f >= end - lagged && f < end ? (f - end + lagged) % held : -1)
                .boxed()
                .toList()));
  }

  /** The target that this feature tells of; empty if it tells of none. */
  OptionalInt targetOf(int feature) {
    int mask = feature - numbers().length - 2 * calendar.size();
    if (mask >= masked().size()) {
      return OptionalInt.empty();
    }
    int column = mask < 0 ? feature : masked().get(mask);
    return column < targets.size() ? OptionalInt.of(column) : OptionalInt.empty();
  }

  /** Whether the network is told where a column has no value. */
  boolean masks(int column) {
    return specs.get(column).missing() instanceof MissingSpec.Mask;
  }

  /** The columns for which this is so. */
  List<Integer> masked() {
    return IntStream.range(0, specs.size()).filter(this::masks).boxed().toList();
  }

  /** Whether this feature is unknown after the cutoff. */
  boolean isPast(int feature) {
    int mask = feature - numbers().length - 2 * calendar.size();
    return feature < pastNumbers()
        || mask >= 0 && mask < masked().size() && masked().get(mask) < pastColumns();
  }

  /** Whether windows must not cross gaps. */
  boolean segments() {
    return time.filter(t -> t.gaps() == TimeSpec.Gaps.SEGMENT).isPresent();
  }

  /** The rows in one season; 1, that is, none, if the config names none. */
  int season() {
    return time.flatMap(TimeSpec::season).orElse(1);
  }

  /** The key that names a numeric column. */
  String keyOf(int column) {
    return column < targets.size()
        ? "data.target.forecast.columns[" + column + "]"
        : column < pastColumns()
            ? "data.input.series.past_covariates[" + (column - targets.size()) + "]"
            : column < firstStatic()
                ? "data.input.series.future_covariates[" + (column - pastColumns()) + "]"
                : "data.input.series.static[" + (column - firstStatic()) + "]";
  }
}
