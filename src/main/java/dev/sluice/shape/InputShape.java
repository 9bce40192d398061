package dev.sluice.shape;

import dev.sluice.spec.InputSpec.Padding;
import java.util.Optional;

/** One example as the network sees it. */
public sealed interface InputShape {

  /**
   * A sequence of token ids; batches are (batch, steps), 32-bit floats that hold whole numbers.
   *
   * @param vocabularySize ids are 0 (padding) to vocabularySize - 1
   * @param maxLength the most steps of an example; a batch is as long as its longest example
   * @param seenPadding where padding stands when the network sees it, and then every batch has
   *     maxLength steps; empty when padding is masked: batches are padded at the end and carry a
   *     mask (batch, steps), 1 for a token and 0 for padding
   */
  record Tokens(int vocabularySize, int maxLength, Optional<Padding> seenPadding)
      implements InputShape {}

  /**
   * A window of numbers, never padded; batches are (batch, features, steps).
   *
   * @param features numbers per step
   * @param steps the lookback
   */
  record Steps(int features, int steps) implements InputShape {}
}
