package dev.sluice.predict;

import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a forecast depends on: how its mean over the horizon changes with each value that the
 * network sees.
 *
 * @param target the column that is forecast
 * @param forecast its mean over the horizon, original units
 * @param columns that the forecast depends on
 * @param lags of the rows, 1 for the last known one; 0 for the first row to forecast, then -1
 * @param effects (columns)(lags): the change of the forecast per standard deviation of the value,
 *     original units; measured for small changes
 * @param deviations (columns): the standard deviation of the values of these rows
 */
public record SeriesExplanation(
    String target,
    double forecast,
    List<String> columns,
    List<Integer> lags,
    double[][] effects,
    double[] deviations) {

  /** One value that the network sees. */
  public record Cell(String column, int lag, double effect) {}

  public SeriesExplanation {
    columns = List.copyOf(columns);
    lags = List.copyOf(lags);
  }

  /** The sum of the absolute effects of a column. */
  public double ofColumn(int column) {
    return DoubleStream.of(effects[column]).map(Math::abs).sum();
  }

  /** The sum of the absolute effects of a row; {@code lag} is an index of {@link #lags}. */
  public double ofLag(int lag) {
    return Stream.of(effects).mapToDouble(column -> Math.abs(column[lag])).sum();
  }

  /** All values, the strongest first. */
  public List<Cell> cells() {
    return IntStream.range(0, columns.size())
        .boxed()
        .flatMap(
            c ->
                IntStream.range(0, lags.size())
                    .mapToObj(t -> new Cell(columns.get(c), lags.get(t), effects[c][t])))
        .sorted(Comparator.comparingDouble(cell -> -Math.abs(cell.effect())))
        .toList();
  }
}
