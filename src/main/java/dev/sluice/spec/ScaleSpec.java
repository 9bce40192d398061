package dev.sluice.spec;

/** A linear scale, fitted on the training part. */
public sealed interface ScaleSpec {
  @Doc("No scaling.")
  record None() implements ScaleSpec {}

  @Doc("Scales to mean 0 and standard deviation 1.")
  record Standard() implements ScaleSpec {}

  @Doc("Scales so that the minimum of the training part becomes 0 and its maximum becomes 1.")
  record Minmax() implements ScaleSpec {}

  @Doc("Scales to median 0 and interquartile range 1. Outliers do not affect it.")
  record Robust() implements ScaleSpec {}
}
