package dev.sluice.frame;

/**
 * What examples are cut from, numbered from 0: rows of a table, or windows of a series. Immutable.
 */
public interface Frame {
  /** The number of examples. */
  int size();

  /**
   * This, as the kind that an input or a target needs.
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
