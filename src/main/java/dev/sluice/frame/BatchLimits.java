package dev.sluice.frame;

import java.util.Optional;

/**
 * How large a batch may be.
 *
 * @param examples the most examples of a batch, at least 1
 * @param steps the most steps of a batch, including padding; an example with more is a batch by
 *     itself. Empty: no limit
 */
public record BatchLimits(int examples, Optional<Integer> steps) {
  public BatchLimits {
    if (examples < 1) {
      throw new IllegalArgumentException("a batch of " + examples);
    }
  }

  /** This number of examples, however long. */
  public static BatchLimits ofExamples(int examples) {
    return new BatchLimits(examples, Optional.empty());
  }

  /** Whether this number of examples, padded to this number of steps, is allowed. */
  boolean allow(int count, int longest) {
    return count <= examples
        && (count == 1 || steps.filter(most -> (long) count * longest > most).isEmpty());
  }
}
