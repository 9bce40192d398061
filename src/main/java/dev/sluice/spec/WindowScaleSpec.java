package dev.sluice.spec;

/** What is done to each window by itself, after the columns' scales; undone in every forecast. */
public sealed interface WindowScaleSpec {
  @Doc("Nothing.")
  record None() implements WindowScaleSpec {}

  @Doc("Subtracts each column's last value in the lookback from its inputs and targets.")
  record LastValue() implements WindowScaleSpec {}

  @Doc("Subtracts each column's mean over the lookback and divides by its standard deviation.")
  record Standard() implements WindowScaleSpec {}
}
