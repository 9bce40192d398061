package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predicted and actual numbers, in original units. Metrics of forecasts treat them as forecasts of
 * one step.
 *
 * @param columns the names of the target columns
 * @param actual (examples)(columns); not copied, never written
 * @param predicted (examples)(columns); not copied, never written
 * @param deviations the standard deviation of each column in the training part, above 0
 */
public record NumberPredictions(
    List<String> columns, double[][] actual, double[][] predicted, double[] deviations)
    implements Predictions {

  public NumberPredictions {
    columns = List.copyOf(columns);
  }

  private Forecasts forecasts() {
    return new Forecasts(columns, oneStep(actual), oneStep(predicted), deviations);
  }

  private static double[][][] oneStep(double[][] values) {
    return Arrays.stream(values).map(row -> new double[][] {row}).toArray(double[][][]::new);
  }

  @Override
  public <P extends Predictions> P as(Class<P> kind) {
    return kind == Forecasts.class ? kind.cast(forecasts()) : Predictions.super.as(kind);
  }

  @Override
  public int size() {
    return actual.length;
  }

  @Override
  public Optional<String> whyNone() {
    return Predictions.whyNone("predictions", predicted);
  }

  /** MAE; for several columns, whose units may differ, in standard deviations of each. */
  @Override
  public Criterion criterion() {
    return columns.size() > 1
        ? new Criterion("MAE in standard deviations", new ForecastMetrics.Mase())
        : new Criterion("MAE", new ForecastMetrics.Mae());
  }

  @Override
  public Evaluation.ByColumn details(Map<String, Metric> metrics) {
    Map<String, Map<String, Score>> byColumn = new LinkedHashMap<>();
    for (int c = 0; c < columns.size(); c++) {
      byColumn.put(columns.get(c), Evaluation.scores(metrics, column(c)));
    }
    return new Evaluation.ByColumn(Collections.unmodifiableMap(byColumn));
  }

  private NumberPredictions column(int c) {
    return new NumberPredictions(
        List.of(columns.get(c)),
        column(actual, c),
        column(predicted, c),
        new double[] {deviations[c]});
  }

  private static double[][] column(double[][] values, int c) {
    return Arrays.stream(values).map(row -> new double[] {row[c]}).toArray(double[][]::new);
  }

  @Override
  public String leftOut(String metric, long count) {
    return "%s leaves out %s of %s points, where it would divide by 0."
        .formatted(metric, count, forecasts().points());
  }
}
