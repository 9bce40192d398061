package dev.sluice.train;

/** Why a training ended. */
public enum Ending {
  /** All epochs are trained. */
  COMPLETED,
  /** The validation part did not improve for as long as `patience` says. */
  STOPPED_EARLY,
  /** It was asked to stop; it can be resumed. */
  INTERRUPTED,
  /** The loss became infinite or not a number. */
  DIVERGED;

  /** Whether it ended regularly. */
  boolean isByItself() {
    return this == COMPLETED || this == STOPPED_EARLY;
  }
}
