package dev.sluice.network;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;

/** Dropout by the share dropped; DL4J counts the share kept. */
final class Dropouts {
  private Dropouts() {}

  /** What DL4J takes: null for a rate of 0. */
  static IDropout of(double rate) {
    return rate == 0 ? null : new Dropout(1 - rate);
  }
}
