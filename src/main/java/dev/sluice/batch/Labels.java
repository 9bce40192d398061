package dev.sluice.batch;

import java.util.Optional;

/**
 * The correct outputs of the network for some examples, numbered from 0. Immutable and thread-safe.
 */
public interface Labels {
  /**
   * The labels of a batch, laid out as {@code dev.sluice.shape.OutputShape} says.
   *
   * @param units of the network's output
   */
  Masked labels(int[] examples, int units);

  /** The number of steps of each example, (examples); empty if it equals that of the features. */
  default Optional<int[]> stepsOfEach() {
    return Optional.empty();
  }

  /**
   * Casts these to the kind of labels that a target gave.
   *
   * @throws IllegalArgumentException if they are of another kind
   */
  default <L extends Labels> L as(Class<L> kind) {
    if (!kind.isInstance(this)) {
      throw new IllegalArgumentException(
          "%s are no %s".formatted(getClass().getSimpleName(), kind.getSimpleName()));
    }
    return kind.cast(this);
  }
}
