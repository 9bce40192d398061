package dev.sluice.frame;

import java.util.List;

/** Examples cut from a table in which each step has its own cells. */
public interface StepFrame extends TableFrame {
  /** The cells of an example in a column, (steps). */
  List<String> values(int example, int column);

  /** The rows of the table that belong to an example: one for each step, or one for all. */
  int rows(int example);

  /** The cell of one of the rows of an example. */
  String cell(int example, int row, int column);

  /** The line of the file that contains a step of an example. */
  long line(int example, int step);
}
