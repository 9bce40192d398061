package dev.sluice.data;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;

/**
 * All that was learned from the training part, and what a model needs to read new rows. Immutable.
 */
public interface FittedPipeline {
  InputShape input();

  OutputShape output();

  /**
   * What was fitted, as plain, versioned JSON ({@code version}, {@code kind}, ...); together with
   * the config it gives the same pipeline back.
   */
  JsonNode toJson();
}
