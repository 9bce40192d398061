package dev.sluice.shape;

import java.util.List;

/**
 * Columns that a network scales by two weights each, and back in what it forecasts of them.
 *
 * @param columnOf for each feature the number of its column, or -1 where it has none; targets have
 *     the first numbers, in the order of the outputs
 */
public record Reversible(List<Integer> columnOf) {
  public Reversible {
    columnOf = List.copyOf(columnOf);
  }

  public int columns() {
    return 1 + columnOf.stream().mapToInt(Integer::intValue).max().orElse(-1);
  }
}
