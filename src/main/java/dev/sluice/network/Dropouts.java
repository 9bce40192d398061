package dev.sluice.network;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;

/** Dropout by the share dropped, where DL4J uses the share kept. */
final class Dropouts {
  private Dropouts() {}

  /** DL4J's argument: null for a rate of 0. */
  static IDropout of(double rate) {
    return rate == 0 ? null : new Dropout(1 - rate);
  }
}
