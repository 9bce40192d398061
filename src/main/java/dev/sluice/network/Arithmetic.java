package dev.sluice.network;

/** How networks compute. */
public final class Arithmetic {
  /**
   * To be raised with every change of what a network of the same parameters gives, what a training
   * step does to them, or what a random draw is, if only in the last bits. A training that goes on
   * with another arithmetic would not end as it would have, and a model may answer differently.
   */
  public static final int VERSION = 2;

  private Arithmetic() {}
}
