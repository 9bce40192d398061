package dev.sluice.network;

import dev.sluice.shape.TextAttention;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A layer of a network that predicts, with buffers of its own: one caller at a time. */
interface Stage {
  /**
   * @param threads the most that this may use
   * @return written again by the next call
   */
  Signal forward(Signal in, int threads);

  /** As {@link #forward(Signal, int)}; some also take what went into the network. */
  default Signal forward(Signal in, Signal.Features features, int threads) {
    return forward(in, threads);
  }

  /**
   * From now on each call goes on with the sequences of the one before, which begin here.
   *
   * @param sequences rows of the next batch; later ones may have fewer, the first of these
   */
  default void begin(int sequences) {}

  /** How what this gives becomes an input of the next step, if it does; for a last stage. */
  default Optional<Recursion> recursion() {
    return Optional.empty();
  }

  /** The output of each step, where somebody asks for the labels that came only. */
  interface OfLabels extends Stage {
    /**
     * As {@link dev.sluice.kernel.SparseSoftmax#logProbabilities}.
     *
     * @param labels (steps, batch)
     */
    void score(Signal in, int[] labels, double[] out, boolean[] best, int threads);
  }

  /** A last stage that can also be asked about labels. */
  interface Taught extends Stage {
    /**
     * @param labels (batch, steps), row by row, as the network learns them; empty for none
     * @param writes whether it is asked for what it would say itself
     */
    Signal forward(Signal in, Optional<float[]> labels, boolean writes, int threads);

    /** Where it looks for its best text of each example; empty if it has no attention. */
    List<TextAttention> attention(Signal in);
  }

  /** A layer of a DL4J network that predicts without DL4J. */
  interface Source {
    /**
     * Makes stages that share the weights, copied now; empty where the layer needs DL4J after all.
     */
    Optional<Supplier<Stage>> stages();

    /** The most numbers per step that it takes or gives, token ids left out. */
    int width();

    /** Numbers of an example that it holds besides, however many steps there are. */
    default long beside() {
      return 0;
    }
  }
}
