package dev.sluice.train;

import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import java.util.List;

/**
 * The state of a training at the end of an epoch. It contains no random state: dropout and the
 * order of batches are seeded anew in each epoch, from the seed and the epoch's number.
 *
 * @param epochs the scores of all epochs so far, at least one
 * @param network its state
 * @param best which epoch is the best so far
 * @param bestParameters those of that epoch
 */
record Checkpoint(
    List<EpochScores> epochs, Network.State network, BestEpoch best, Coefficients bestParameters) {

  Checkpoint {
    epochs = List.copyOf(epochs);
  }

  /** The epoch that was completed, from 1; a start has no checkpoint. */
  int epoch() {
    return epochs.get(epochs.size() - 1).epoch();
  }
}
