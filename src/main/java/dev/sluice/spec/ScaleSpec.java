package dev.sluice.spec;

/** A linear scale, fitted on the training part. */
public sealed interface ScaleSpec {
  @Doc("The values as they are.")
  record None() implements ScaleSpec {}

  @Doc("Mean 0 and standard deviation 1.")
  record Standard() implements ScaleSpec {}

  @Doc("The training part's minimum becomes 0, its maximum 1.")
  record Minmax() implements ScaleSpec {}

  @Doc("Median 0 and interquartile range 1; outliers do not move it.")
  record Robust() implements ScaleSpec {}
}
