package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads numbers from cells of one file, and remembers which cells are none. */
public final class NumberCells {
  private final NumberReader numbers = new NumberReader(Optional.empty());
  private final RowProblems blank;
  private final RowProblems unreadable;

  public NumberCells(Table table) {
    blank = new RowProblems(table.name());
    unreadable = new RowProblems(table.name());
  }

  /**
   * The number in a cell, 0 if there is none: then it is among the {@link #problems}.
   *
   * @param line of the file
   */
  public double read(long line, String column, String cell) {
    String text = cell.strip();
    OptionalDouble value = numbers.read(text);
    if (text.isEmpty()) {
      blank.add(line, "column '%s': no value".formatted(column));
    } else if (value.isEmpty()) {
      unreadable.add(line, "column '%s': '%s' is not a number".formatted(column, text));
    }
    return value.orElse(0);
  }

  /** The cells without a number. */
  public List<Problem> problems() {
    List<Problem> problems =
        new ArrayList<>(blank.problems("fill them in: this version does not fill missing values"));
    problems.addAll(
        unreadable.problems("correct the rows: numbers are written like " + numbers.examples()));
    return problems;
  }
}
