package dev.sluice.input.series;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.TargetColumns;
import dev.sluice.frame.series.SeriesDataset;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.FittedInput;
import dev.sluice.input.Input;
import dev.sluice.input.InputParts;
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

  /** A series contains its targets itself. */
  @Override
  public InputParts fit(DataSpec spec, Table rows, TargetColumns target) {
    return new SeriesParts(SeriesDataset.load(spec, rows));
  }

  /** Separate files continue the series of the source. */
  @Override
  public InputParts fitToAll(DataSpec spec, Table rows, TargetColumns target) {
    return new SeriesParts(SeriesDataset.loadAll(spec, rows));
  }

  @Override
  public FittedInput fromJson(DataSpec spec, JsonNode json) {
    return new FittedSeries(SeriesPipeline.fromJson(spec, json));
  }

  @Override
  public InputShape madeUp(DataSpec spec, int mostSteps) {
    return SeriesPipeline.shape(spec, mostSteps);
  }
}
