package dev.sluice.draft;

import java.util.Arrays;
import java.util.function.DoublePredicate;

/** Several series of one file, which one network learns from. */
interface Panel {
  /** The whole file. */
  TableDraft whole();

  /** The rows of each series. */
  int[] lengths();

  /** What {@code data.series} says, without {@code short_series}. */
  String spec();

  /** Whether the rows of each series are in time order. */
  boolean sorted();

  /** Whether the numbers of a column are such in all series. */
  boolean all(ColumnProfile column, DoublePredicate such);

  /** Whether a column has a value in each row of all series. */
  boolean isFull(ColumnProfile column);

  /**
   * The `series` of the config.
   *
   * @param needed rows of a series that it can learn from
   */
  default String line(int needed) {
    long few = Arrays.stream(lengths()).filter(length -> length < needed).count();
    return Drafts.line(
        "  series: {%s%s}".formatted(spec(), few > 0 ? ", short_series: skip" : ""),
        "%s series, one network for all%s"
            .formatted(lengths().length, few > 0 ? "; too short to learn from: " + few : ""));
  }

  /** The windows of all series that train. */
  default int windows(int lookback, int horizon, int part) {
    return Arrays.stream(lengths())
        .map(length -> Math.max(0, length - 2 * part - lookback - horizon + 1))
        .sum();
  }
}
