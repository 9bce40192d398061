package dev.sluice.data;

/** The parts of a split. */
public enum Part {
  TRAINING,
  VALIDATION,
  TEST
}
