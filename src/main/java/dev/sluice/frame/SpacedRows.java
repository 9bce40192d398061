package dev.sluice.frame;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of a table, each an example whose steps are in a single cell, separated by spaces.
 *
 * @param steps the column that holds the steps
 * @param rows each with at least one step
 */
public record SpacedRows(String steps, Rows rows) implements StepFrame {

  /** Cuts a table whose examples have their steps in this column. */
  public static Cut<SpacedRows> by(String steps) {
    return new Cut<>() {
      @Override
      public SpacedRows all(Table table) {
        return SpacedRows.all(steps, table);
      }

      @Override
      public SpacedRows select(SpacedRows all, int[] examples) {
        return new SpacedRows(steps, Rows.CUT.select(all.rows, examples));
      }
    };
  }

  private static SpacedRows all(String steps, Table table) {
    int column = table.indexOf(steps);
    RowProblems blank = new RowProblems(table.name());
    for (int row = 0; row < table.size(); row++) {
      if (table.value(row, column).isBlank()) {
        blank.add(table.line(row), "column '%s': the row has no token".formatted(steps));
      }
    }
    if (!blank.isEmpty()) {
      throw new UserException(blank.problems("write its tokens, or leave out the row"));
    }
    return new SpacedRows(steps, Rows.all(table));
  }

  @Override
  public List<String> values(int example, int column) {
    return Arrays.asList(rows.value(example, column).strip().split("\\s+"));
  }

  @Override
  public int rows(int example) {
    return 1;
  }

  @Override
  public String cell(int example, int row, int column) {
    return rows.value(example, column);
  }

  @Override
  public long line(int example, int step) {
    return line(example);
  }

  @Override
  public int size() {
    return rows.size();
  }

  @Override
  public Table table() {
    return rows.table();
  }

  @Override
  public String value(int example, int column) {
    return rows.value(example, column);
  }

  @Override
  public int recordNumber(int example) {
    return rows.recordNumber(example);
  }

  @Override
  public long line(int example) {
    return rows.line(example);
  }

  @Override
  public List<Problem> contradictions(String column) {
    return rows.contradictions(column);
  }

  @Override
  public List<String> repeated() {
    return rows.repeated();
  }

  @Override
  public String noun() {
    return rows.noun();
  }
}
