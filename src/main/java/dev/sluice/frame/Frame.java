package dev.sluice.frame;

/**
 * The data from which examples are cut, numbered from 0: rows of a table, or windows of a series.
 * Immutable.
 */
public interface Frame {
  /** The number of examples. */
  int size();

  /** What an example is called. */
  default String noun() {
    return "row";
  }

  /**
   * Casts this to the kind that an input or a target needs.
   *
   * @throws IllegalArgumentException if it is of another kind; {@code DataSpec} refuses such pairs
   */
  default <F extends Frame> F as(Class<F> kind) {
    if (!kind.isInstance(this)) {
      throw new IllegalArgumentException(
          "%s are no %s".formatted(getClass().getSimpleName(), kind.getSimpleName()));
    }
    return kind.cast(this);
  }
}
