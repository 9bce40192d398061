package dev.sluice.frame.series;

import dev.sluice.frame.Scale;
import dev.sluice.problem.Problem;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.ScaleSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/**
 * Fits scales, transforms and seasonal changes to the training part.
 *
 * <p>A column that is constant in the training part is refused, whether it is a target or not: if a
 * covariate were dropped silently, the network would lack an input that the config names.
 */
final class SeriesFitting {
  private SeriesFitting() {}

  /**
   * Fits to the rows of the training part.
   *
   * @param categories learned from the same rows
   * @param training only these rows of each series
   * @param problems receives what cannot be learned from
   * @return empty if there are problems
   */
  static Optional<FittedSeries> fit(
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
              "there is only one series in training: nothing to distinguish",
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
                  FittedSeries.columns(
                      statics, shared.orElseGet(() -> fitColumns(layout, List.of(series), own))),
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
        : Optional.of(new FittedSeries(layout, categories, statics, shared, members, dayOfMonth));
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

  /** Fits scales to all series, each of which has the same weight. */
  private static List<FittedColumn> fitStatics(
      SeriesLayout layout, Collection<Series> training, List<Problem> problems) {
    List<FittedColumn> columns = new ArrayList<>();
    for (int column : layout.staticNumbers()) {
      String name = layout.columns().get(column);
      ColumnTransform transform = layout.transforms().get(column);
      if (transform.memory() > 0) {
        problems.add(
            Problem.atKey(
                ColumnSpec.path(name) + ".transform",
                "'%s' is static: each row is the same as the one before".formatted(name),
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
              "convert the column to another unit, with values between 0.001 and 1000"));
      return Scale.NONE;
    }
    Scale.Fit fit = Scale.fit(spec, values);
    if (fit.spread() == 0) {
      problems.add(
          Problem.atKey(
              ColumnSpec.path(name) + ".scale",
              "at least half of the training rows have the same value (%s), so the interquartile range is 0"
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
}
