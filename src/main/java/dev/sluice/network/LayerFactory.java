package dev.sluice.network;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.LayerSpec;
import java.util.Optional;

/**
 * What the layers of one kind take and give, and where their DL4J layer is made.
 *
 * <p>`check` plans networks without loading DL4J. So a factory names no class of DL4J: what does
 * stands in its {@link LayerTranslation}, a class of its own.
 */
public interface LayerFactory<S extends LayerSpec> extends Factory<S> {

  /** What a layer takes. */
  enum Takes {
    IDS,
    SEQUENCE,
    VECTOR,
    /** A sequence, each step by itself, or a vector. */
    ANY
  }

  /** What a layer gives. */
  enum Gives {
    /** A sequence for a sequence, a vector for a vector. */
    THE_SAME,
    SEQUENCE,
    VECTOR,
    /**
     * Each of its steps where a layer that takes a sequence only follows, else its last step;
     * {@link #returnSequences} overrides.
     */
    STEPS_AS_NEEDED
  }

  Takes takes();

  Gives gives();

  /** What the user says about the steps that it gives; for {@link Gives#STEPS_AS_NEEDED} only. */
  default Optional<Boolean> returnSequences(S spec) {
    return Optional.empty();
  }

  /**
   * Numbers given per step, or in the vector.
   *
   * @param inputs numbers taken per step, or in the vector; of ids, the size of the vocabulary
   */
  int outputs(S spec, int inputs);

  /**
   * The most numbers that one of its arrays has for each step that it takes, or for a vector, in
   * training; {@code inputs} as in {@link #outputs}.
   */
  default long widest(S spec, int inputs) {
    return Math.max(
        takes() == Takes.IDS ? 1 : inputs, gives() == Gives.VECTOR ? 1 : outputs(spec, inputs));
  }

  /** The most numbers that one of its arrays has for one sequence, for each of its steps. */
  default long widestOfSequence(int steps) {
    return 0;
  }

  /** How many parameters the layer has, {@code inputs} as in {@link #outputs}. */
  long parameters(S spec, int inputs);

  /**
   * Why the layer cannot be made for so many inputs, {@code inputs} as in {@link #outputs}. Empty
   * if it can.
   */
  default Optional<InvalidSpecException.Fault> whyNotOf(S spec, int inputs) {
    return Optional.empty();
  }

  /** How many steps it gives for so many; for {@link Gives#SEQUENCE} only. */
  default int steps(S spec, int steps) {
    return steps;
  }

  /** Why the layer cannot take sequences of such lengths. Empty if it can. */
  default Optional<InvalidSpecException.Fault> whyNotOf(S spec, Lengths lengths) {
    return Optional.empty();
  }

  /**
   * How long sequences are.
   *
   * @param steps of each, or of the longest
   * @param fixed whether all have the same length
   * @param rowsBack {@link dev.sluice.spec.InputSpec#rowsBack}, where each row is a step
   */
  record Lengths(int steps, boolean fixed, Optional<Integer> rowsBack) {}

  /**
   * Why the layer cannot read on, segment after segment, for a language model, a recursive forecast
   * or chunks of long examples: it sees later steps, or its state cannot be carried over. Empty if
   * it can.
   */
  default Optional<InvalidSpecException.Fault> whyNotReadOn(S spec) {
    return Optional.empty();
  }

  /**
   * Whether it can make its vector of sequences that come chunk by chunk, each state being handed
   * on to the next.
   */
  default boolean joinsChunks() {
    return gives() == Gives.STEPS_AS_NEEDED;
  }

  /** Whether what it gives of an example, in training, depends on the others of the batch. */
  default boolean mixesExamples() {
    return false;
  }

  /** Whether it weighs each number of a vector, so that those of columns may be some of them. */
  default boolean weighsVectors() {
    return false;
  }

  /** Makes the DL4J layer; not called before a network is built. */
  LayerTranslation<S> translation();
}
