package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.source.Table;
import java.util.List;

/**
 * Examples cut from a table, each with one row or several, for targets that have one value per
 * example.
 */
public interface TableFrame extends Frame {
  Table table();

  /** The cell of an example; if it has several rows, that of the first. */
  String value(int example, int column);

  /** The number of an example's first record in its source, from 1. */
  int recordNumber(int example);

  /** The line of the file in which an example's first record begins. */
  long line(int example);

  /** Every row whose value in a column differs from that in the first row of its example. */
  List<Problem> contradictions(String column);

  /** The columns that a table of predictions repeats, one row for each example. */
  List<String> repeated();

  /** As in "3 rows". */
  default String counted(int examples) {
    return examples + " " + noun() + (examples == 1 ? "" : "s");
  }
}
