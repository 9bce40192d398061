package dev.sluice.task.forecast;

import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Predictions;
import dev.sluice.evaluate.SeriesBaselines;
import dev.sluice.evaluate.SeriesHistory;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.Examples;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.run.CsvTable;
import dev.sluice.shape.OutputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The next values of one or more columns of a series. */
public final class ForecastTask implements Task<TargetSpec.Forecast, Forecast> {
  @Override
  public Class<TargetSpec.Forecast> spec() {
    return TargetSpec.Forecast.class;
  }

  @Override
  public OutputShape madeUp(Config config) {
    TargetSpec.Forecast forecast = spec().cast(config.data().target());
    return new OutputShape.Values(forecast.horizon(), forecast.columns().size());
  }

  private static SeriesExamples windows(Examples examples) {
    return (SeriesExamples) examples;
  }

  @Override
  public Forecasts predictions(FittedPipeline pipeline, Examples labelled, float[][] outputs) {
    double[][][] forecast = new double[labelled.size()][][];
    for (int w = 0; w < forecast.length; w++) {
      forecast[w] = windows(labelled).toOriginalUnits(w, outputs[w]);
    }
    return forecasts(pipeline, windows(labelled), actual(windows(labelled)), forecast);
  }

  @Override
  public Forecasts perfect(FittedPipeline pipeline, Examples labelled) {
    double[][][] actual = actual(windows(labelled));
    return forecasts(pipeline, windows(labelled), actual, actual);
  }

  private static Forecasts forecasts(
      FittedPipeline pipeline, SeriesExamples windows, double[][][] actual, double[][][] forecast) {
    return new Forecasts(
        windows.columns(), actual, forecast, ((SeriesPipeline) pipeline).seasonalChange());
  }

  private static double[][][] actual(SeriesExamples windows) {
    return IntStream.range(0, windows.size()).mapToObj(windows::actual).toArray(double[][][]::new);
  }

  /** They need the scored rows only. */
  @Override
  public Map<BaselineSpec, BaselineOutcome> baselines(
      EvaluationPlan plan, Optional<Dataset> training, Examples scored, Predictions model) {
    return SeriesBaselines.all(
        plan.baselines(), history(windows(scored)), plan.season(), model.as(Forecasts.class));
  }

  private static SeriesHistory history(SeriesExamples windows) {
    int[] cutoffs = IntStream.range(0, windows.size()).map(windows::cutoffRow).toArray();
    return new SeriesHistory(windows.targetRows(), cutoffs, windows.horizon(), windows.gap());
  }

  @Override
  public void write(Writer out, Examples examples, Predictions predictions) {
    SeriesExamples windows = windows(examples);
    Forecasts forecasts = predictions.as(Forecasts.class);
    try (CsvTable csv =
        new CsvTable(out, List.of("cutoff", "timestamp", "step", "column", "actual", "forecast"))) {
      for (int w = 0; w < forecasts.size(); w++) {
        List<String> timestamps = windows.timestamps(w);
        for (int step = 0; step < forecasts.steps(); step++) {
          for (int c = 0; c < forecasts.columns().size(); c++) {
            csv.row(
                List.of(
                    windows.cutoff(w),
                    timestamps.get(step),
                    step + 1,
                    forecasts.columns().get(c),
                    forecasts.actual()[w][step][c],
                    forecasts.forecast()[w][step][c]));
          }
        }
      }
    }
  }

  @Override
  public Class<Forecast> answer() {
    return Forecast.class;
  }

  @Override
  public String use() {
    return "forecasts series; ask forecast(rows)";
  }

  @Override
  public List<Forecast> answers(FittedPipeline pipeline, Examples unlabelled, float[][] outputs) {
    SeriesExamples end = windows(unlabelled);
    return List.of(
        new Forecast(
            end.cutoff(0), end.timestamps(0), end.columns(), end.toOriginalUnits(0, outputs[0])));
  }

  /** What comes after the rows. */
  @Override
  public void write(Writer out, Table rows, FittedPipeline pipeline, List<Forecast> answers) {
    Forecast forecast = answers.get(0);
    try (CsvTable csv =
        new CsvTable(out, List.of("cutoff", "timestamp", "step", "column", "forecast"))) {
      for (int step = 0; step < forecast.timestamps().size(); step++) {
        for (int c = 0; c < forecast.columns().size(); c++) {
          csv.row(
              List.of(
                  forecast.cutoff(),
                  forecast.timestamps().get(step),
                  step + 1,
                  forecast.columns().get(c),
                  forecast.values()[step][c]));
        }
      }
    }
  }
}
