package dev.sluice.network;

import dev.sluice.spec.ScheduleSpec;

/**
 * Lowers the learning rate when the validation loss stops improving. {@link Network#epochEnded}
 * tells it of each epoch; its state belongs in a checkpoint.
 */
public final class Plateau {

  /**
   * Its state.
   *
   * @param scale the factor of the learning rate
   * @param best the lowest loss so far; infinity before the first
   * @param waited epochs since then, or since the last change of scale
   */
  public record State(double scale, double best, int waited) {}

  private final ScheduleSpec.Plateau spec;
  private final double warmUpEpochs;
  private State state = new State(1, Double.POSITIVE_INFINITY, 0);

  Plateau(ScheduleSpec.Plateau spec, double warmUpEpochs) {
    this.spec = spec;
    this.warmUpEpochs = warmUpEpochs;
  }

  /**
   * To be called after each epoch. Epochs during a warm-up do not count.
   *
   * @param epochs how many epochs have ended, at least 1
   */
  void epochEnded(int epochs, double validationLoss) {
    if (epochs <= warmUpEpochs) {
      return;
    }
    if (validationLoss < state.best) {
      state = new State(state.scale, validationLoss, 0);
    } else if (state.waited + 1 < spec.patience()) {
      state = new State(state.scale, state.best, state.waited + 1);
    } else {
      state = new State(state.scale * spec.factor(), state.best, 0);
    }
  }

  State state() {
    return state;
  }

  /** Restores the state of a checkpoint. */
  void restore(State checkpoint) {
    state = checkpoint;
  }
}
