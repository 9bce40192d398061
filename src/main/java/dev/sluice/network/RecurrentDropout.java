package dev.sluice.network;

import dev.sluice.spec.LayerSpec;
import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What training drops in the recurrent product.
 *
 * @param state the share of units that are dropped where the state enters it
 * @param weights the share of the weights that are dropped
 */
record RecurrentDropout(
    @JsonProperty("state") double state, @JsonProperty("weights") double weights)
    implements Serializable {
  static final RecurrentDropout NONE = new RecurrentDropout(0, 0);

  static RecurrentDropout of(LayerSpec spec) {
    return spec instanceof LayerSpec.RecurrentLayer layer
        ? new RecurrentDropout(layer.recurrentDropout(), layer.recurrentWeightDropout())
        : NONE;
  }

  boolean drops() {
    return state > 0 || weights > 0;
  }
}
