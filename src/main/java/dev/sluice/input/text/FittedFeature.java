package dev.sluice.input.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.drift.Observed;
import dev.sluice.frame.Rows;
import dev.sluice.input.InputColumn;
import dev.sluice.problem.Problem;
import java.util.List;
import java.util.Map;

/** A column beside a text, as learned from the training part. Immutable. */
interface FittedFeature {
  String name();

  InputColumn reads();

  /** A cell that can be read. */
  String example();

  /** The number of values per row. */
  int width();

  /** The values of the average row of the training part; (width), not copied. */
  float[] average();

  /**
   * Writes the values of rows.
   *
   * @param into (rows)(values of all columns), from {@code at} on
   * @param problems receives every cell that cannot be read
   */
  void write(Rows rows, float[][] into, int at, List<Problem> problems);

  /** The column's quantities for drift monitoring, for rows that can be read. */
  List<Observed> observed(Rows rows);

  /** For a summary. */
  Map<String, Object> summary();

  /** The fitted state. */
  void write(ObjectNode json);
}
