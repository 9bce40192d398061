package dev.sluice.network;

import dev.sluice.shape.TextAttention;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A layer of a network for predictions, with its own buffers: one caller at a time. */
interface Stage {
  /**
   * @param threads the most that this may use
   * @return overwritten by the next call
   */
  Signal forward(Signal in, int threads);

  /** As {@link #forward(Signal, int)}; some layers also read the input of the network. */
  default Signal forward(Signal in, Signal.Features features, int threads) {
    return forward(in, threads);
  }

  /**
   * From now on each call continues the sequences of the one before, which begin here.
   *
   * @param sequences rows of the next batch; later batches may have fewer, the first of these
   */
  default void begin(int sequences) {}

  /** How its output becomes an input of the next step, if it does; for a last stage. */
  default Optional<Recursion> recursion() {
    return Optional.empty();
  }

  /** The output of each step, for callers that only need the probabilities of given labels. */
  interface OfLabels extends Stage {
    /**
     * As {@link dev.sluice.kernel.SparseSoftmax#logProbabilities}.
     *
     * @param labels (steps, batch)
     */
    void score(Signal in, int[] labels, double[] out, boolean[] best, int threads);
  }

  /** A last stage that can also score labels. */
  interface Taught extends Stage {
    /**
     * @param labels (batch, steps), row by row, as in training; empty for none
     * @param writes whether its own predictions are wanted, too
     */
    Signal forward(Signal in, Optional<float[]> labels, boolean writes, int threads);

    /**
     * Where it looks while it writes its best text of each example; empty if it has no attention.
     */
    List<TextAttention> attention(Signal in);
  }

  /** A layer of a DL4J network that can predict without DL4J. */
  interface Source {
    /**
     * Makes stages that share the weights, which are copied now; empty if the layer needs DL4J
     * after all.
     */
    Optional<Supplier<Stage>> stages();

    /** The most numbers per step that it takes or returns, apart from token ids. */
    int width();

    /** The numbers of an example that it holds in addition, independent of the number of steps. */
    default long beside() {
      return 0;
    }
  }
}
