package dev.sluice.train;

import dev.sluice.evaluate.Better;

/**
 * The best value of the monitored score on the validation part, and how long ago it was seen. Ties
 * go to the earlier epoch. Immutable.
 *
 * @param epoch from 1; 0 for a start that was fitted
 * @param value NaN if no epoch has had one
 * @param waited epochs since then
 */
record BestEpoch(int epoch, double value, int waited) {

  /** Of a single epoch. */
  static BestEpoch first(int epoch, double value) {
    return new BestEpoch(epoch, value, 0);
  }

  /**
   * With one more epoch.
   *
   * @param newValue NaN if the epoch has none. That is never better than a value; as long as no
   *     epoch has had one, the loss decides
   * @param lossImproves whether the loss of the new epoch is less than that of the best so far
   */
  BestEpoch with(
      int newEpoch, double newValue, Better better, double minDelta, boolean lossImproves) {
    boolean noneYet = Double.isNaN(value);
    boolean improves =
        noneYet
            ? !Double.isNaN(newValue) || lossImproves
            : better.improves(newValue, value, minDelta);
    return improves
        ? new BestEpoch(newEpoch, newValue, 0)
        : new BestEpoch(epoch, value, waited + 1);
  }
}
