package dev.sluice.network;

import java.util.Optional;
import java.util.function.Supplier;

/** A layer of a network that predicts, with buffers of its own: one caller at a time. */
interface Stage {
  /**
   * @param threads the most that this may use
   * @return written again by the next call
   */
  Signal forward(Signal in, int threads);

  /** A layer of a DL4J network that predicts without DL4J. */
  interface Source {
    /**
     * Makes stages that share the weights, copied now; empty where the layer needs DL4J after all.
     */
    Optional<Supplier<Stage>> stages();

    /** The most numbers per step that it takes or gives, token ids left out. */
    int width();
  }
}
