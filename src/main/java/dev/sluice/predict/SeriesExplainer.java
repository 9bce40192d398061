package dev.sluice.predict;

import dev.sluice.data.Pipeline;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.series.FittedSeries;
import dev.sluice.model.Bundle;
import dev.sluice.network.Network;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.task.forecast.Forecast;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Explains which values a forecast depends on. Thread-safe. Make one and keep it; close it with the
 * program.
 */
public final class SeriesExplainer implements AutoCloseable {
  private static final double STEP = 0.02; // standard deviations to either side

  private final Predictor predictor;
  private final Runnable release;

  private SeriesExplainer(Predictor predictor, Runnable release) {
    this.predictor = predictor;
    this.release = release;
  }

  /**
   * Loads a model and checks it against its own probe.
   *
   * @param path a run's folder, or its `model` folder wherever it was moved
   * @throws UserException if there is no model, it is damaged, or it does not forecast
   */
  public static SeriesExplainer load(Path path) {
    Bundle bundle = Bundle.open(path);
    if (!explains(bundle.pipeline())) {
      bundle.close();
      throw new UserException(
          Problem.inFile(path, "does not forecast a series", "use an Explainer of texts"));
    }
    return new SeriesExplainer(Predictor.of(bundle.pipeline(), bundle.network()), bundle::close);
  }

  /** A model that was just trained; the network must not be trained while this is in use. */
  public static SeriesExplainer of(Pipeline pipeline, Network network) {
    return new SeriesExplainer(Predictor.of(pipeline, network), () -> {});
  }

  /** Whether a model forecasts. */
  public static boolean explains(Pipeline pipeline) {
    return pipeline.target().answer() == Forecast.class;
  }

  /** Frees what was loaded. The network of {@link #of} is left to its owner. */
  @Override
  public void close() {
    predictor.close();
    release.run();
  }

  /** The columns that are forecast. */
  public List<String> targets() {
    return series().targets();
  }

  private SeriesPipeline series() {
    return predictor.pipeline().input().as(FittedSeries.class).pipeline();
  }

  /**
   * What the forecast after these rows depends on: each number of the last rows is changed a little
   * in both directions. Columns without effect are left out, and so are words and values that are
   * the same in all rows.
   *
   * @param rows of one series, as {@link Predictor#forecast} takes them
   * @param target one of {@link #targets}
   * @throws IllegalArgumentException if the model does not forecast the column
   * @throws UserException if the rows are not as the model needs them, or of several series
   */
  public SeriesExplanation explain(Table rows, String target) {
    List<Forecast> forecasts = predictor.forecasts(rows);
    if (forecasts.size() != 1) {
      throw new UserException(
          Problem.inFile(
              rows.name(),
              "has rows of %s series".formatted(forecasts.size()),
              "keep the rows of one of them"));
    }
    double forecast = mean(forecasts.get(0), target);
    SeriesPipeline.Steps steps = series().steps(rows);
    int first = Math.max(0, steps.known() - predictor.pipeline().inputShape().steps());
    int[] seen = Arrays.copyOfRange(steps.rows(), first, steps.rows().length);
    List<String> columns = new ArrayList<>();
    List<double[]> effects = new ArrayList<>();
    List<Double> deviations = new ArrayList<>();
    for (String column : series().numbers()) {
      if (rows.indexOf(column) < 0) {
        continue; // a table with a column for each series
      }
      double[] values = numbers(rows, column, seen);
      double deviation = deviation(values);
      if (deviation > 0) {
        double[] changes = changes(rows, column, seen, values, STEP * deviation, target);
        if (Arrays.stream(changes).anyMatch(change -> change != 0)) {
          columns.add(column);
          deviations.add(deviation);
          effects.add(Arrays.stream(changes).map(change -> change / (2 * STEP)).toArray());
        }
      }
    }
    return new SeriesExplanation(
        target,
        forecast,
        columns,
        IntStream.range(0, seen.length).mapToObj(i -> steps.known() - first - i).toList(),
        effects.toArray(double[][]::new),
        deviations.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** NaN where a cell holds no number. */
  private double[] numbers(Table rows, String column, int[] seen) {
    int c = rows.indexOf(column);
    return Arrays.stream(seen)
        .mapToDouble(
            row ->
                row < 0
                    ? Double.NaN
                    : series().number(column, rows.value(row, c)).orElse(Double.NaN))
        .toArray();
  }

  private static double deviation(double[] values) {
    double[] there = Arrays.stream(values).filter(Double::isFinite).toArray();
    double mean = Arrays.stream(there).average().orElse(0);
    return Math.sqrt(Arrays.stream(there).map(v -> (v - mean) * (v - mean)).average().orElse(0));
  }

  /** The difference of the forecasts for both changes of each value; 0 where there is none. */
  private double[] changes(
      Table rows, String column, int[] seen, double[] values, double step, String target) {
    double[] changes = new double[seen.length];
    for (int i = 0; i < seen.length; i++) {
      if (Double.isFinite(values[i])) {
        double above = forecast(rows, column, seen[i], values[i] + step, target);
        changes[i] = above - forecast(rows, column, seen[i], values[i] - step, target);
      }
    }
    return changes;
  }

  private double forecast(Table rows, String column, int row, double value, String target) {
    String cell = series().cell(column, value);
    return mean(predictor.forecast(rows.with(row, rows.indexOf(column), cell)), target);
  }

  private static double mean(Forecast forecast, String target) {
    return Arrays.stream(forecast.column(target)).average().orElse(0);
  }
}
