package dev.sluice.frame;

import dev.sluice.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a target needs from examples before they are split.
 *
 * @param byKey its columns, by the key of the config that names each
 * @param stratum the column whose values a random split distributes evenly over the parts
 * @param faults finds examples without a target, in a table that has the columns
 */
public record TargetColumns(
    Map<String, String> byKey,
    Optional<String> stratum,
    Function<TableFrame, List<Problem>> faults) {

  /** For a target that the frame itself contains. */
  public static final TargetColumns NONE =
      new TargetColumns(Map.of(), Optional.empty(), examples -> List.of());
}
