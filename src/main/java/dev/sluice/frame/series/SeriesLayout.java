package dev.sluice.frame.series;

import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.source.Table;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.MissingSpec;
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
 * What the config says about a series, resolved: after this, columns are indices. The numeric
 * columns are the targets, the past covariates, then the future ones; the features of a step are
 * these, then a sine and a cosine for each part of the calendar, whether there is a value for each
 * column that masks missing ones and, where there are future covariates, whether the step is after
 * the cutoff.
 *
 * @param specs how each numeric column is read; (columns)
 * @param transforms how it is changed before scaling; (columns)
 * @param stride rows between the starts of two training windows
 */
record SeriesLayout(
    List<String> targets,
    List<String> covariates,
    List<String> future,
    List<InputSpec.Calendar> calendar,
    List<ColumnSpec> specs,
    List<ColumnTransform> transforms,
    Optional<TimeSpec> time,
    Optional<PanelSpec> panel,
    Windows windows,
    int stride,
    WindowScaleSpec windowScale,
    InputSpec.Series.Channels channels) {

  /** Columns of predictions. */
  private static final Set<String> OURS =
      Set.of("cutoff", "timestamp", "step", "column", "actual", "forecast");

  /**
   * @param problems takes what the config says against itself
   */
  static SeriesLayout of(DataSpec spec, List<Problem> problems) {
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
        problems.add(Problem.atKey(key, "'" + name + "' stands here twice", "name it once"));
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
                "name it in future_covariates only, if it is known ahead"));
      } else if (!future.add(name)) {
        problems.add(Problem.atKey(key, "'" + name + "' stands here twice", "name it once"));
      }
    }
    List<String> columns =
        Stream.of(target.columns(), covariates, future)
            .flatMap(Collection::stream)
            .distinct()
            .toList();
    for (String name : spec.columns().keySet()) {
      if (!columns.contains(name)) {
        problems.add(
            Problem.atKey(
                "data.columns." + name,
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
              "use data.input.series.calendar for what the time tells"));
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
                "'%s' is the name of a column that forecasts have themselves".formatted(by.get(i)),
                "give the column another name in the file"));
      }
      if (columns.contains(by.get(i)) || timeColumn.equals(Optional.of(by.get(i)))) {
        problems.add(
            Problem.atKey(
                key,
                "'%s' is also a target, a covariate or the time".formatted(by.get(i)),
                "name the columns that tell series apart"));
      }
    }
    for (int i = 0; i < input.calendar().size(); i++) {
      String name = input.calendar().get(i).name().toLowerCase(Locale.ROOT);
      if (input.calendar().indexOf(input.calendar().get(i)) < i) {
        problems.add(
            Problem.atKey(
                "data.input.series.calendar[" + i + "]",
                "'" + name + "' stands here twice",
                "name it once"));
      }
    }
    if (!input.calendar().isEmpty() && timeColumn.isEmpty()) {
      problems.add(
          Problem.atKey(
              "data.input.series.calendar",
              "the rows have no times",
              "add data.time.column and data.time.frequency, or remove it"));
    }
    if (input.channels() == InputSpec.Series.Channels.INDEPENDENT && target.columns().size() == 1) {
      problems.add(
          Problem.atKey(
              "data.input.series.channels",
              "independent has no effect on one target",
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
              "data.columns." + maskedTargets.get(0) + ".missing",
              "masks some of the targets, and independent channels are all alike",
              "mask all targets, or choose forward or interpolate"));
    }
    WindowScale.check(
        input.windowScale(), spec.time().flatMap(TimeSpec::season), input.lookback(), problems);
    List<ColumnSpec> specs = new ArrayList<>();
    List<ColumnTransform> transforms = new ArrayList<>();
    for (String name : columns) {
      ColumnSpec column = spec.columns().getOrDefault(name, ColumnSpec.unspecified());
      specs.add(column);
      Optional<TransformSpec> whole =
          column.transform().flatMap(t -> t.inSeasons(spec.time().flatMap(TimeSpec::season)));
      if (column.transform().isPresent() && whole.isEmpty()) {
        problems.add(
            Problem.atKey(
                "data.columns." + name + ".transform",
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
                "data.columns." + name + ".transform",
                "has no effect: negative_binomial forecasts counts as they are",
                "remove it, or choose another data.target.forecast.distribution"));
      }
      if (transform.memory() > 0
          && target.horizon() > 1
          && !target.levels().isEmpty()
          && target.columns().contains(name)) {
        problems.add(
            Problem.atKey(
                "data.columns." + name + ".transform",
                "quantiles of changes do not add up to quantiles of values over %s steps"
                    .formatted(target.horizon()),
                "remove it, or use intervals: {conformal: {}} instead of quantiles"));
      }
      transforms.add(transform);
      if (column.missing() instanceof MissingSpec.Constant constant
          && !transform.accepts(constant.value())) {
        problems.add(
            Problem.atKey(
                "data.columns." + name + ".missing.constant.value",
                "transform %s needs %s; the constant is %s"
                    .formatted(
                        Kinds.installed().nameOf(column.transform().orElseThrow()),
                        transform.domain(),
                        constant.value()),
                "choose another value, or change data.columns." + name + ".transform"));
      }
      if (transform.memory() > 0 && target.gap() > 0 && target.columns().contains(name)) {
        problems.add(
            Problem.atKey(
                "data.target.forecast.gap",
                "the transform of '%s' builds each row on the one before, and the rows of the gap are not forecast"
                    .formatted(name),
                "set it to 0, or remove data.columns." + name + ".transform"));
      }
    }
    return new SeriesLayout(
        target.columns(),
        List.copyOf(covariates),
        List.copyOf(future),
        timeColumn.isPresent() ? input.calendar() : List.of(),
        specs,
        transforms,
        spec.time(),
        spec.series(),
        new Windows(input.lookback(), target.gap(), target.horizon()),
        input.stride(),
        input.windowScale(),
        input.channels());
  }

  /** Cells of a series in one row hold one column's values, and no times. */
  private static void checkWide(
      TargetSpec.Forecast target,
      InputSpec.Series input,
      Optional<String> timeColumn,
      List<Problem> problems) {
    if (target.columns().size() > 1) {
      problems.add(
          Problem.atKey(
              "data.target.forecast.columns",
              "series in rows have one value a step, and %s names are given"
                  .formatted(target.columns().size()),
              "give the values one name"));
    }
    boolean past = !input.pastCovariates().isEmpty();
    if (past || !input.futureCovariates().isEmpty()) {
      problems.add(
          Problem.atKey(
              "data.input.series." + (past ? "past_covariates" : "future_covariates"),
              "series in rows have no other columns",
              "remove it, or write a row for each step and use data.series.by"));
    }
    timeColumn.ifPresent(
        column ->
            problems.add(
                Problem.atKey(
                    "data.time.column",
                    "series in rows have no times",
                    "remove it, or write a row for each step and use data.series.by")));
  }

  /** The same with other transforms. */
  SeriesLayout with(List<ColumnTransform> fitted) {
    return new SeriesLayout(
        targets,
        covariates,
        future,
        calendar,
        specs,
        fitted,
        time,
        panel,
        windows,
        stride,
        windowScale,
        channels);
  }

  /** Whether each row is a series. */
  boolean hasWideRows() {
    return panel.flatMap(PanelSpec::wide).isPresent();
  }

  /** The rows as this reads them, one for each step. */
  Table steps(Table table) {
    return panel
        .flatMap(PanelSpec::wide)
        .map(wide -> new WideSeries(wide, targets.get(0)).steps(table))
        .or(() -> timeParts().map(parts -> parts.joined(table)))
        .orElse(table);
  }

  /** The numeric columns: targets, past covariates, then future ones. */
  List<String> columns() {
    return Stream.of(targets, covariates, future).flatMap(List::stream).toList();
  }

  /** The numeric columns of which nothing is known after the cutoff, which come first. */
  int pastColumns() {
    return targets.size() + covariates.size();
  }

  /** Steps that the network sees: the lookback, and what is known up to the end of the horizon. */
  int steps() {
    return future.isEmpty() ? windows.lookback() : windows.rows();
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

  /** The columns that make up the time; none where one has it. */
  Optional<TimeParts> timeParts() {
    return time.flatMap(TimeSpec::columns).map(TimeParts::new);
  }

  Optional<Frequency> frequency() {
    return time.flatMap(TimeSpec::frequency).map(Frequency::parse);
  }

  /** Rows at the start of a series that have no features, see {@link ColumnTransform#memory}. */
  int memory() {
    return transforms.stream().mapToInt(ColumnTransform::memory).max().orElse(0);
  }

  /** Examples that a window makes: one, or one for each target that is seen by itself. */
  int examplesOfWindow() {
    return channels == InputSpec.Series.Channels.INDEPENDENT ? targets.size() : 1;
  }

  /** Numbers per step that the network sees. */
  int features() {
    int unseen = examplesOfWindow() - 1; // targets of the window, all of which or none are masked
    return columns().size()
        + 2 * calendar.size()
        + masked().size()
        + (future.isEmpty() ? 0 : 1)
        - unseen * (masks(0) ? 2 : 1);
  }

  /** The target that this feature tells of; empty if it tells of none. */
  OptionalInt targetOf(int feature) {
    int mask = feature - columns().size() - 2 * calendar.size();
    int column = mask < 0 ? feature : masked().get(mask);
    return column < targets.size() ? OptionalInt.of(column) : OptionalInt.empty();
  }

  /** Whether a column tells the network where it has no value. */
  boolean masks(int column) {
    return specs.get(column).missing() instanceof MissingSpec.Mask;
  }

  /** The columns that do. */
  List<Integer> masked() {
    return IntStream.range(0, specs.size()).filter(this::masks).boxed().toList();
  }

  /** Whether nothing is known after the cutoff of what this feature tells. */
  boolean isPast(int feature) {
    int mask = feature - columns().size() - 2 * calendar.size();
    return feature < pastColumns() || mask >= 0 && masked().get(mask) < pastColumns();
  }

  /** Whether no window crosses a gap. */
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
            : "data.input.series.future_covariates[" + (column - pastColumns()) + "]";
  }
}
