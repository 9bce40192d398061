package dev.sluice.network;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Dropout by the share dropped, where DL4J uses the share kept. */
final class Dropouts {
  private Dropouts() {}

  /** DL4J's argument: null for a rate of 0. */
  static IDropout of(double rate) {
    return rate == 0 ? null : new Dropout(1 - rate);
  }

  /** Drawn factors of so many numbers, 0 where one is dropped; null for a rate of 0. */
  static float[] factors(int count, double rate) {
    if (rate == 0) {
      return null;
    }
    float[] factors = Views.toArray(Nd4j.rand(DataType.FLOAT, count));
    for (int i = 0; i < count; i++) {
      factors[i] = factors[i] < rate ? 0 : (float) (1 / (1 - rate));
    }
    return factors;
  }
}
