package dev.sluice.spec;

/** What replaces the missing values of a column. */
public sealed interface MissingSpec {
  @Doc("Nothing: rows without a value are refused.")
  record Error() implements MissingSpec {}

  @Doc("The last value before.")
  record Forward() implements MissingSpec {}

  @Doc(
      "A point on the line from the value before to the value after, if both are in the training"
          + " part; elsewhere the last value before, since the next one is not known yet.")
  record Interpolate() implements MissingSpec {}

  @Doc(
      "0 after scaling, and one more input that is 1 where the column has a value and 0 where it"
          + " has none. In a target, such a row counts neither in the loss nor in scores.")
  record Mask() implements MissingSpec {}

  @Doc("One value, such as 0 where nothing was sold.")
  record Constant(@Doc("The value, in the column's own unit.") @Example("0") double value)
      implements MissingSpec {}
}
