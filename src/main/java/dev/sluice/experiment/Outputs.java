package dev.sluice.experiment;

import java.util.function.Supplier;

/**
 * What a network gives for some examples, (examples)(outputs), computed when it is asked for first.
 * Not thread-safe.
 */
final class Outputs implements Supplier<float[][]> {
  private final Supplier<float[][]> network;
  private float[][] outputs; // null until they are asked for

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
