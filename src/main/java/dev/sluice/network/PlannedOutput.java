package dev.sluice.network;

import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LossSpec;
import java.util.List;
import java.util.Optional;

/**
 * The output layer, written by the user or derived from the target.
 *
 * @param name {@code network[3] output}, or {@code output} if the config has none
 * @param spec the layer as written, or with every default
 * @param inputs the length of the vector that the last layer returns
 * @param window the number of additional inputs taken from the window
 * @param units its number of classes or values, the width of the labels
 * @param chain whether it is a conditional random field over the steps
 * @param horizon how a forecast is computed, if it is not a single matrix
 * @param decoder what writes texts
 */
public record PlannedOutput(
    String name,
    LayerSpec.Output spec,
    int inputs,
    int window,
    int units,
    Activation activation,
    LossSpec loss,
    Optional<OutputShape.Chain> chain,
    Optional<HorizonHead> horizon,
    Optional<DecoderPlan> decoder) {

  /** The number of outputs, for each step or in total. */
  public int numbers() {
    return units + (chain.isPresent() ? 1 : 0);
  }

  /** What it consists of, as a table shows it; empty where it is one layer. */
  public List<DecoderPlan.Part> parts() {
    return decoder
        .map(DecoderPlan::parts)
        .or(() -> horizon.map(HorizonHead::parts))
        .orElse(List.of());
  }

  /** Weights and biases, and the scores of a chain. */
  public long parameters() {
    if (decoder.isPresent()) {
      return decoder.get().parameters();
    }
    if (horizon.isPresent()) {
      return horizon.get().parameters(inputs, window, units);
    }
    return (inputs + window + 1L) * units + (chain.isPresent() ? (units + 2L) * units : 0);
  }
}
