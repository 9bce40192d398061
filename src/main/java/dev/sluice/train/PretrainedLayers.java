package dev.sluice.train;

import dev.sluice.network.Coefficients;
import java.util.List;
import java.util.Optional;

/**
 * The result of a pretraining for the first layers of a network.
 *
 * @param parameters of the kept epoch, those of these layers one after the other
 * @param epochs the scores of each, in order
 * @param keptEpoch the best on the validation part, or the last if there is none; 0 if no epoch was
 *     completed
 * @param ending why it ended
 * @param cause for {@link Ending#DIVERGED}
 */
record PretrainedLayers(
    Coefficients parameters,
    List<EpochScores> epochs,
    int keptEpoch,
    Ending ending,
    Optional<String> cause) {
  PretrainedLayers {
    epochs = List.copyOf(epochs);
  }

  /** Whether a training can begin with it. */
  boolean isComplete() {
    return ending.isByItself();
  }
}
