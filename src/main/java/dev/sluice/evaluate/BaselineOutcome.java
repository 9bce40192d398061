package dev.sluice.evaluate;

import java.util.Optional;

/** The result of a baseline. */
public sealed interface BaselineOutcome {

  /**
   * It has predicted the same rows or windows as the model.
   *
   * @param note what a reader should know about how it was fitted, a sentence
   */
  record Predicted(Predictions predictions, Optional<String> note) implements BaselineOutcome {}

  /**
   * It cannot be computed.
   *
   * @param reason why, in words for the user, without a full stop
   */
  record Absent(String reason) implements BaselineOutcome {}
}
