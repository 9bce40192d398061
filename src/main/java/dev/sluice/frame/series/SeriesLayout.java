package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the config says about a series, resolved: after this, columns are indices. The numeric
 * columns are the targets, then the past covariates; the features of a step are these, then a sine
 * and a cosine for each part of the calendar.
 *
 * @param specs how each numeric column is read; (columns)
 * @param transforms how it is changed before scaling; (columns)
 * @param stride rows between the starts of two training windows
 */
record SeriesLayout(
    List<String> targets,
    List<String> covariates,
    List<InputSpec.Calendar> calendar,
    List<ColumnSpec> specs,
    List<ColumnTransform> transforms,
    Optional<TimeSpec> time,
    Windows windows,
    int stride,
    WindowScaleSpec windowScale) {

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
    List<String> columns =
        Stream.concat(target.columns().stream(), covariates.stream()).distinct().toList();
    for (String name : spec.columns().keySet()) {
      if (!columns.contains(name)) {
        problems.add(
            Problem.atKey(
                "data.columns." + name,
                "has no effect: '" + name + "' is neither a target nor a past covariate",
                "columns in use: " + String.join(", ", columns)));
      }
    }
    Optional<String> timeColumn = spec.time().flatMap(TimeSpec::column);
    if (timeColumn.isPresent() && columns.contains(timeColumn.get())) {
      problems.add(
          Problem.atKey(
              "data.time.column",
              "'" + timeColumn.get() + "' is also a target or past covariate",
              "use data.input.series.calendar for what the time tells"));
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
    List<ColumnSpec> specs = new ArrayList<>();
    List<ColumnTransform> transforms = new ArrayList<>();
    for (String name : columns) {
      ColumnSpec column = spec.columns().getOrDefault(name, ColumnSpec.unspecified());
      specs.add(column);
      ColumnTransform transform = Transforms.of(column.transform());
      transforms.add(transform);
      if (column.missing() instanceof MissingSpec.Constant constant
          && !transform.accepts(constant.value())) {
        problems.add(
            Problem.atKey(
                "data.columns." + name + ".missing.constant.value",
                "%s, but the column's transform needs %s"
                    .formatted(constant.value(), transform.domain()),
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
        timeColumn.isPresent() ? input.calendar() : List.of(),
        specs,
        transforms,
        spec.time(),
        new Windows(input.lookback(), target.gap(), target.horizon()),
        input.stride(),
        input.windowScale());
  }

  /** The numeric columns: targets, then past covariates. */
  List<String> columns() {
    return Stream.concat(targets.stream(), covariates.stream()).toList();
  }

  Optional<String> timeColumn() {
    return time.flatMap(TimeSpec::column);
  }

  Optional<Frequency> frequency() {
    return time.flatMap(TimeSpec::frequency).map(Frequency::parse);
  }

  /** Rows at the start of a series that have no features, see {@link ColumnTransform#memory}. */
  int memory() {
    return transforms.stream().mapToInt(ColumnTransform::memory).max().orElse(0);
  }

  /** Numbers per step that the network sees. */
  int features() {
    return columns().size() + 2 * calendar.size();
  }

  /** The rows in one season; 1, that is, none, if the config names none. */
  int season() {
    return time.flatMap(TimeSpec::season).orElse(1);
  }

  /** The key that names a numeric column. */
  String keyOf(int column) {
    return column < targets.size()
        ? "data.target.forecast.columns[" + column + "]"
        : "data.input.series.past_covariates[" + (column - targets.size()) + "]";
  }
}
