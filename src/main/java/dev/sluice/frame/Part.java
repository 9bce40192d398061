package dev.sluice.frame;

/** The parts of a split. */
public enum Part {
  TRAINING,
  VALIDATION,
  TEST
}
