package dev.sluice.train;

import dev.sluice.network.Plateau;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state of a training at the end of an epoch. There is no random state in it: dropout and the
 * order of batches are seeded anew in each epoch, from the seed and the epoch's number.
 *
 * @param epochs the scores of all epochs so far, at least one
 * @param iterations training steps so far
 * @param parameters (1, n)
 * @param updater the optimizer's state, (1, m); empty for optimizers without one
 * @param best which epoch is the best so far
 * @param bestParameters those of that epoch, (1, n)
 * @param plateau the state of a plateau schedule, if there is one
 */
record Checkpoint(
    List<EpochScores> epochs,
    int iterations,
    INDArray parameters,
    Optional<INDArray> updater,
    BestEpoch best,
    INDArray bestParameters,
    Optional<Plateau.State> plateau) {

  Checkpoint {
    epochs = List.copyOf(epochs);
  }

  /** The epoch that was completed, from 1. */
  int epoch() {
    return epochs.get(epochs.size() - 1).epoch();
  }
}
