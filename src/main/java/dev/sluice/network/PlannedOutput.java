package dev.sluice.network;

import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LossSpec;

/**
 * The output layer, written by the user or derived from the target.
 *
 * @param name {@code network[3] output}, or {@code output} where the config has none
 * @param spec the layer as written, or with every default
 * @param inputs the length of the vector it takes
 * @param units its number of outputs, the width of the labels
 */
public record PlannedOutput(
    String name,
    LayerSpec.Output spec,
    int inputs,
    int units,
    Activation activation,
    LossSpec loss) {

  /** Weights and biases. */
  public long parameters() {
    return (inputs + 1L) * units;
  }
}
