package dev.sluice.task.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Frame;
import dev.sluice.frame.TargetColumns;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.FittedInput;
import dev.sluice.input.series.FittedSeries;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.task.Task;

/** The next values of one or more columns of a series. */
public final class ForecastTask implements Task<TargetSpec.Forecast> {
  @Override
  public Class<TargetSpec.Forecast> spec() {
    return TargetSpec.Forecast.class;
  }

  @Override
  public OutputShape madeUp(Config config) {
    TargetSpec.Forecast target = spec().cast(config.data().target());
    return Head.of(target).shape(target, SeriesPipeline.columnsOfExample(config.data()));
  }

  @Override
  public TargetColumns columns(DataSpec spec) {
    return TargetColumns.NONE;
  }

  /** The scales of the targets are those that the input learned. */
  @Override
  public FittedForecast fit(DataSpec spec, FittedInput input, Frame training) {
    return new FittedForecast(spec().cast(spec.target()), input.as(FittedSeries.class).pipeline());
  }

  @Override
  public FittedForecast fromJson(DataSpec spec, FittedInput input, JsonNode json) {
    return FittedForecast.fromJson(
        spec().cast(spec.target()), input.as(FittedSeries.class).pipeline(), json);
  }
}
