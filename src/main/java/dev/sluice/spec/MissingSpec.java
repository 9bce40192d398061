package dev.sluice.spec;

/** What replaces the missing values of a column. */
public sealed interface MissingSpec {
  @Doc("No replacement: a row with a missing value is an error.")
  record Error() implements MissingSpec {}

  @Doc("The last value before it (forward fill).")
  record Forward() implements MissingSpec {}

  @Doc(
      "Linear interpolation between the values before and after it, if both are in the"
          + " training part. Elsewhere the last value before it, because the next one is not"
          + " known yet.")
  record Interpolate() implements MissingSpec {}

  @Doc(
      "0 after scaling, plus one more input that is 1 where the column has a value and 0"
          + " where it has none. Missing values of a target count neither in the loss nor in the"
          + " scores.")
  record Mask() implements MissingSpec {}

  @Doc("A constant, such as 0 where nothing was sold.")
  record Constant(@Doc("The value, in the unit of the column.") @Example("0") double value)
      implements MissingSpec {}
}
