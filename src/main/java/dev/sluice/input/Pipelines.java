package dev.sluice.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.frame.series.SeriesPipeline;
import dev.sluice.input.text.TextPipeline;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;

/** Pipelines as a model keeps them. */
public final class Pipelines {
  private Pipelines() {}

  /**
   * The pipeline that {@link FittedPipeline#toJson} wrote.
   *
   * @param spec the config it was fitted with
   * @throws dev.sluice.problem.UserException without a location, if a newer version wrote the JSON
   *     or if it is damaged
   */
  public static FittedPipeline fromJson(DataSpec spec, JsonNode json) {
    if (spec.input() instanceof InputSpec.Text) {
      return TextPipeline.fromJson(spec, json);
    }
    if (spec.input() instanceof InputSpec.Series) {
      return SeriesPipeline.fromJson(spec, json);
    }
    throw new IllegalStateException("no pipeline for " + spec.input());
  }
}
