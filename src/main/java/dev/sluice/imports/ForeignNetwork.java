package dev.sluice.imports;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A trained network of another program, made of our layers.
 *
 * @param file that it was read from
 * @param program that it was trained with, and its version
 * @param layers without the output
 * @param ofSteps whether each step has an output
 * @param loss as the program names it
 * @param notes on the translation for the user
 */
record ForeignNetwork(
    Path file,
    String program,
    Input input,
    List<ForeignLayer> layers,
    ForeignLayer output,
    boolean ofSteps,
    Optional<String> loss,
    List<String> notes) {
  ForeignNetwork {
    layers = List.copyOf(layers);
    notes = List.copyOf(notes);
  }

  /** What an example is. */
  sealed interface Input {
    /** The number of steps of each example; empty if it is not fixed. */
    Optional<Integer> steps();

    /** Whether a mask leaves out steps. */
    boolean masked();
  }

  /**
   * Ids of tokens.
   *
   * @param count ids are from 0 to count - 1; with a mask, 0 is padding
   */
  record Ids(int count, Optional<Integer> steps, boolean masked) implements Input {}

  /**
   * Numbers.
   *
   * @param features of a step
   * @param masks the value that all features of a masked step have
   */
  record Numbers(int features, Optional<Integer> steps, OptionalDouble masks) implements Input {
    @Override
    public boolean masked() {
      return masks.isPresent();
    }
  }
}
