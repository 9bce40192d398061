package dev.sluice.draft;

import java.util.Arrays;
import java.util.function.DoublePredicate;

/** Several series in one file, on which one network is trained. */
interface Panel {
  /** The whole file. */
  TableDraft whole();

  /** The rows of each series. */
  int[] lengths();

  /** What {@code data.series} says, without {@code short_series}. */
  String spec();

  /** Whether the rows of each series are in time order. */
  boolean sorted();

  /** Whether all numbers of a column satisfy a predicate, in all series. */
  boolean all(ColumnProfile column, DoublePredicate such);

  /** Whether a column has a value in each row of all series. */
  boolean isFull(ColumnProfile column);

  /**
   * The `series` section of the config.
   *
   * @param needed rows that a series must have to be learned from
   */
  default String line(int needed) {
    long few = Arrays.stream(lengths()).filter(length -> length < needed).count();
    return Drafts.line(
        "  series: {%s%s}".formatted(spec(), few > 0 ? ", short_series: skip" : ""),
        "%s series, one network for all%s"
            .formatted(lengths().length, few > 0 ? "; too short to train on: " + few : ""));
  }

  /** The number of training windows of all series. */
  default int windows(int lookback, int horizon, int part) {
    return Arrays.stream(lengths())
        .map(length -> Math.max(0, length - 2 * part - lookback - horizon + 1))
        .sum();
  }
}
