package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The independent units of the rows: rows themselves, groups of rows that are alike, or windows in
 * time order.
 *
 * @param counted as in "400 windows of 24 steps"
 * @param of the unit of each row, from 0; (rows); not copied, never written
 * @param count how many there are
 * @param overlap 0 if units are independent; else they are in time order, and a unit shares values
 *     with the {@code overlap - 1} units after it
 */
public record Units(String counted, int[] of, int count, int overlap) {
  /** What an example is called if nothing else is known of it. */
  static final String ROW = "row";

  private static final int MOST = 4000; // kept apart: more would add little
  private static final int FEWEST = 200;
  private static final int MOST_SUMS = 2_000_000; // over all units

  /** Each row by itself, independent of the others. */
  public static Units each(String noun, int rows) {
    int[] of = new int[rows];
    Arrays.setAll(of, row -> row);
    return new Units(counted(rows, noun), of, rows, 0);
  }

  /**
   * The units of predictions, or the groups of their examples.
   *
   * @param example what one is called, in place of a row
   */
  static List<Units> of(Predictions predictions, String example, Optional<int[]> groups) {
    return predictions.units().stream()
        .map(kind -> kind.counted.equals(counted(kind.count, ROW)) ? kind.named(example) : kind)
        .map(kind -> groups.filter(kind::canBeGrouped).map(kind::grouped).orElse(kind))
        .toList();
  }

  private Units named(String example) {
    return new Units(counted(count, example), of, count, overlap);
  }

  static String counted(int n, String what) {
    return n + " " + what + (n == 1 ? "" : "s");
  }

  private boolean canBeGrouped(int[] groups) {
    return !areInTime() && groups.length == count;
  }

  /**
   * Combines these units into groups.
   *
   * @param groups the group of each unit, from 0; (units)
   */
  Units grouped(int[] groups) {
    int groupCount = Arrays.stream(groups).max().orElse(-1) + 1;
    return new Units(
        counted + " of " + counted(groupCount, "group"),
        Arrays.stream(of).map(unit -> groups[unit]).toArray(),
        groupCount,
        0);
  }

  /**
   * These units, with neighbours joined if there are too many.
   *
   * @param sums of each unit
   */
  Units joined(int sums) {
    int most = Math.max(FEWEST, Math.min(MOST, MOST_SUMS / sums));
    if (count <= most) {
      return this;
    }
    int together = (count + most - 1) / most;
    return new Units(
        counted,
        Arrays.stream(of).map(unit -> unit / together).toArray(),
        (count + together - 1) / together,
        (overlap + together - 1) / together);
  }

  boolean areInTime() {
    return overlap > 0;
  }

  /** Whether {@code counted} counts the units, and not the rows of units in time. */
  boolean areCounted() {
    return !areInTime() || count == of.length;
  }

  /** Whether each row is a unit of its own, independent of the others. */
  boolean areRows() {
    return !areInTime() && count == of.length;
  }
}
