package dev.sluice.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.FittedPipeline;
import dev.sluice.plugin.Factory;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec;

/**
 * What goes into a network: rows become examples. Found by the record in `data.input`. Stateless
 * and thread-safe; `check` uses it, so that nothing of ND4J is loaded before the first batch.
 *
 * @param <S> the record in `data.input`
 */
public interface Input<S extends InputSpec> extends Factory<S> {

  /**
   * Splits the rows, fits a pipeline on the training part and encodes all parts.
   *
   * @throws dev.sluice.problem.UserException if the data are not as the spec says
   */
  Dataset load(DataSpec spec, Table rows);

  /**
   * The pipeline that {@link FittedPipeline#toJson} wrote.
   *
   * @param spec the config it was fitted with
   * @throws dev.sluice.problem.UserException without a location, if a newer version wrote the JSON
   *     or if it is damaged
   */
  FittedPipeline fromJson(DataSpec spec, JsonNode json);

  /**
   * The shape of made-up examples, before any data are read.
   *
   * @param mostSteps longer ones are cut to this
   */
  InputShape madeUp(DataSpec spec, int mostSteps);
}
