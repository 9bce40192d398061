package dev.sluice.predict;

import dev.sluice.network.NativeEngine;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * One trained network for many threads. DL4J computes the outputs of a network under a lock of that
 * network, so each thread that asks at the same time gets a copy with the same parameters: there
 * are as many copies as threads were ever inside at once. All copies give the same bits.
 * Thread-safe.
 */
final class NetworkCopies {
  private final MultiLayerNetwork original;
  private final ConcurrentLinkedDeque<MultiLayerNetwork> idle = new ConcurrentLinkedDeque<>();

  /**
   * @param original must not be trained while this is in use
   */
  NetworkCopies(MultiLayerNetwork original) {
    this.original = original;
    idle.add(original);
  }

  /** Lends a network to the caller alone, for one answer. */
  <T> T ask(Function<MultiLayerNetwork, T> question) {
    NativeEngine.start();
    MultiLayerNetwork lent = idle.pollFirst();
    if (lent == null) {
      lent = original.clone();
    }
    try {
      return question.apply(lent);
    } finally {
      idle.addFirst(lent);
    }
  }
}
