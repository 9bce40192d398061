package dev.sluice.input.series;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.frame.series.SeriesDataset;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.Input;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;

/** Windows of a series. */
public final class SeriesInput implements Input<InputSpec.Series> {
  @Override
  public Class<InputSpec.Series> spec() {
    return InputSpec.Series.class;
  }

  @Override
  public Dataset load(DataSpec spec, Table rows) {
    return SeriesDataset.load(spec, rows);
  }

  @Override
  public FittedPipeline fromJson(DataSpec spec, JsonNode json) {
    return SeriesPipeline.fromJson(spec, json);
  }

  @Override
  public InputShape madeUp(DataSpec spec, int mostSteps) {
    return SeriesPipeline.shape(spec, mostSteps);
  }
}
