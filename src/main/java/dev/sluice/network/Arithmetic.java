package dev.sluice.network;

/** The version of the arithmetic of networks. */
public final class Arithmetic {
  /**
   * To be increased with every change of the outputs of a network with the same parameters, of what
   * a training step does to them, or of random draws, even if only in the last bits. A training
   * that is resumed with another arithmetic would not give the same result, and a model may answer
   * differently.
   */
  public static final int VERSION = 2;

  private Arithmetic() {}
}
