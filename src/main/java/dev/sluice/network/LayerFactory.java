package dev.sluice.network;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import java.util.Optional;

/**
 * The inputs and outputs of the layers of one kind, and where their DL4J layer is made.
 *
 * <p>`check` plans networks without loading DL4J. A factory therefore names no class of DL4J: the
 * code that does is in its {@link LayerTranslation}, a separate class.
 */
public interface LayerFactory<S extends LayerSpec> extends Factory<S> {

  /** What a layer takes as input. */
  enum Takes {
    IDS,
    SEQUENCE,
    VECTOR,
    /** A sequence, each step of which is treated by itself, or a vector. */
    ANY
  }

  /** What a layer returns. */
  enum Gives {
    /** A sequence for a sequence, a vector for a vector. */
    THE_SAME,
    SEQUENCE,
    VECTOR,
    /**
     * Every step if the next layer takes only sequences, else the last step; {@link
     * #returnSequences} overrides this.
     */
    STEPS_AS_NEEDED
  }

  Takes takes();

  Gives gives();

  /** The user's choice of which steps it returns; for {@link Gives#STEPS_AS_NEEDED} only. */
  default Optional<Boolean> returnSequences(S spec) {
    return Optional.empty();
  }

  /**
   * The number of outputs per step, or in the vector.
   *
   * @param inputs numbers taken per step, or in the vector; for ids, the size of the vocabulary
   */
  int outputs(S spec, int inputs);

  /**
   * The most numbers per input step, or for a vector, in one of its arrays during training; {@code
   * inputs} as in {@link #outputs}.
   */
  default long widest(S spec, int inputs) {
    return Math.max(
        takes() == Takes.IDS ? 1 : inputs, gives() == Gives.VECTOR ? 1 : outputs(spec, inputs));
  }

  /** The most numbers for one sequence, for each of its steps, in one of its arrays. */
  default long widestOfSequence(int steps) {
    return 0;
  }

  /** The number of parameters of the layer, {@code inputs} as in {@link #outputs}. */
  long parameters(S spec, int inputs);

  /**
   * Why the layer cannot be made for so many inputs, {@code inputs} as in {@link #outputs}. Empty
   * if it can.
   */
  default Optional<InvalidSpecException.Fault> whyNotOf(S spec, int inputs) {
    return Optional.empty();
  }

  /** The number of output steps for this many input steps; for {@link Gives#SEQUENCE} only. */
  default int steps(S spec, int steps) {
    return steps;
  }

  /** Why the layer cannot take sequences of such lengths. Empty if it can. */
  default Optional<InvalidSpecException.Fault> whyNotOf(S spec, Lengths lengths) {
    return Optional.empty();
  }

  /**
   * The length of sequences.
   *
   * @param steps of each, or of the longest
   * @param fixed whether all have the same length
   * @param rowsBack {@link dev.sluice.spec.InputSpec#rowsBack}, if each step is a row
   */
  record Lengths(int steps, boolean fixed, Optional<Integer> rowsBack) {}

  /**
   * Why the layer cannot continue from segment to segment, for a language model, a recursive
   * forecast or chunks of long examples: it sees later steps, or its state cannot be carried over.
   * Empty if it can.
   */
  default Optional<InvalidSpecException.Fault> whyNotReadOn(S spec) {
    return Optional.empty();
  }

  /**
   * Whether it can compute its vector from sequences that come chunk by chunk, with each state
   * passed on to the next chunk.
   */
  default boolean joinsChunks() {
    return gives() == Gives.STEPS_AS_NEEDED;
  }

  /** Whether its output for an example depends, in training, on the others of the batch. */
  default boolean mixesExamples() {
    return false;
  }

  /**
   * Whether it has a weight for each number of a vector, so that columns can be appended to the
   * vector.
   */
  default boolean weighsVectors() {
    return false;
  }

  /** Makes the DL4J layer; not called before a network is built. */
  LayerTranslation<S> translation();
}
