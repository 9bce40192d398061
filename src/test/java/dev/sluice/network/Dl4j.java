package dev.sluice.network;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What is behind a network, for what compares it with stock DL4J. */
public final class Dl4j {
  private Dl4j() {}

  public static Coefficients numbers(INDArray row) {
    return new Coefficients(row);
  }

  public static MultiLayerNetwork of(Network network) {
    return network.dl4j();
  }
}
