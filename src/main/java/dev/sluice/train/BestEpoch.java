package dev.sluice.train;

import dev.sluice.evaluate.Better;

/**
 * The best value of what is watched on the validation part, and how long ago it was seen. Ties go
 * to the earlier epoch. Immutable.
 *
 * @param epoch from 1; 0 before the first value
 * @param value 0 before the first value
 * @param waited epochs since then
 */
record BestEpoch(int epoch, double value, int waited) {
  static final BestEpoch NONE = new BestEpoch(0, 0, 0);

  /**
   * With one more epoch.
   *
   * @param newValue NaN where the epoch has none: never the best, but the first is kept for want of
   *     another
   */
  BestEpoch with(int newEpoch, double newValue, Better better, double minDelta) {
    boolean first = epoch == 0 || Double.isNaN(value);
    return first || better.improves(newValue, value, minDelta)
        ? new BestEpoch(newEpoch, newValue, 0)
        : new BestEpoch(epoch, value, waited + 1);
  }
}
