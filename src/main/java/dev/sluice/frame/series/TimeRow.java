package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.source.Table;

/**
 * A row and the content of its time column.
 *
 * @param row of the table, from 0
 */
record TimeRow(Table table, int row, String text) {
  long line() {
    return table.line(row);
  }

  Problem problem(String what, String advice) {
    return Problem.inFile(table.name(), line(), what, advice);
  }

  /** The number of its record in the table, from 1. */
  int number() {
    return table.recordNumber(row);
  }

  @Override
  public String toString() {
    return "row " + number();
  }
}
