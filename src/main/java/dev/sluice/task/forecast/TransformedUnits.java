package dev.sluice.task.forecast;

import dev.sluice.evaluate.baselines.SeriesHistory;
import dev.sluice.frame.series.SeriesPipeline;

/** Columns after the transforms that the config names, before they are scaled. */
record TransformedUnits(SeriesPipeline pipeline) implements SeriesHistory.Units {
  @Override
  public int memory(int column) {
    return pipeline.memory(column);
  }

  @Override
  public double[] transformed(int column, double[] values) {
    return pipeline.transformed(column, values);
  }

  @Override
  public double[] inverse(int column, double[] forecast, double[] values, int cutoff) {
    return pipeline.inverse(column, forecast, values, cutoff);
  }
}
