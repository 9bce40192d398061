package dev.sluice.frame;

import dev.sluice.source.Table;

/**
 * How a table is cut into examples.
 *
 * @param <F> the examples
 */
public interface Cut<F extends TableFrame> {
  /**
   * Every example of a table.
   *
   * @throws dev.sluice.problem.UserException naming file and line of every row that belongs to no
   *     example
   */
  F all(Table table);

  /** Some of its examples, in this order. */
  F select(F all, int[] examples);
}
