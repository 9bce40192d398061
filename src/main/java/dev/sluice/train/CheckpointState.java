package dev.sluice.train;

import dev.sluice.network.Plateau;
import java.util.List;
import java.util.Optional;

/**
 * {@code state.json} of a checkpoint: everything except the parameters. Numbers that are not finite
 * have no key.
 *
 * @param iterations batches so far
 */
record CheckpointState(
    int iterations, Best best, Optional<PlateauState> plateau, List<EpochDocument> epochs) {
  CheckpointState {
    epochs = epochs == null ? List.of() : List.copyOf(epochs);
  }

  record Best(int epoch, Optional<Double> value, int waited) {}

  record PlateauState(double scale, Optional<Double> best, int waited) {}

  static CheckpointState of(Checkpoint checkpoint) {
    BestEpoch best = checkpoint.best();
    return new CheckpointState(
        checkpoint.network().steps(),
        new Best(best.epoch(), finite(best.value()), best.waited()),
        checkpoint
            .network()
            .plateau()
            .map(p -> new PlateauState(p.scale(), finite(p.best()), p.waited())),
        checkpoint.epochs().stream().map(EpochDocument::of).toList());
  }

  private static Optional<Double> finite(double value) {
    return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
  }

  BestEpoch bestEpoch() {
    return new BestEpoch(best.epoch, best.value.orElse(Double.NaN), best.waited);
  }

  Optional<Plateau.State> plateauState() {
    return plateau.map(
        p -> new Plateau.State(p.scale, p.best.orElse(Double.POSITIVE_INFINITY), p.waited));
  }

  List<EpochScores> scores() {
    return epochs.stream().map(EpochDocument::scores).toList();
  }
}
