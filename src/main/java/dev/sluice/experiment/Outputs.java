package dev.sluice.experiment;

import java.util.function.Supplier;

/**
 * The outputs of a network for some examples, (examples)(outputs), computed when they are first
 * needed. Not thread-safe.
 */
final class Outputs implements Supplier<float[][]> {
  private final Supplier<float[][]> network;
  private float[][] outputs; // null until they are needed

  Outputs(Supplier<float[][]> network) {
    this.network = network;
  }

  @Override
  public float[][] get() {
    if (outputs == null) {
      outputs = network.get();
    }
    return outputs;
  }
}
