package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.source.Table;
import java.util.Arrays;
import java.util.List;

/** Columns that have one value per series; a row without a value gets that of the others. */
final class StaticColumns {
  private StaticColumns() {}

  /**
   * Fills in and checks the columns of one series.
   *
   * @param tables the rows of the series, one after the other
   * @param values (columns, rows), NaN where there is none
   * @param ofNewRows whether a model that was trained reads them
   */
  static void fill(
      SeriesLayout layout,
      List<Table> tables,
      double[][] values,
      boolean ofNewRows,
      List<Problem> problems) {
    for (int column = layout.firstStatic(); column < layout.columns().size(); column++) {
      double[] cells = values[column];
      int first = 0;
      while (first < cells.length && Double.isNaN(cells[first])) {
        first++;
      }
      if (first == cells.length) {
        problems.add(
            problem(
                tables,
                0,
                "column '%s' is static and has no value in any row of the series"
                    .formatted(layout.columns().get(column)),
                "fill it in, or leave out the rows"));
        continue;
      }
      for (int row = first; row < cells.length; row++) {
        if (!Double.isNaN(cells[row]) && cells[row] != cells[first]) {
          problems.add(changes(layout, column, tables, first, row, ofNewRows));
          break;
        }
      }
      Arrays.fill(cells, cells[first]);
    }
  }

  private static Problem changes(
      SeriesLayout layout, int column, List<Table> tables, int first, int row, boolean ofNewRows) {
    String name = layout.columns().get(column);
    return problem(
        tables,
        row,
        "column '%s' is static, but changes within the series: '%s' in row %s, '%s' in row %s"
            .formatted(
                name,
                cell(tables, first, name),
                number(tables, first),
                cell(tables, row, name),
                number(tables, row)),
        "make it the same in all rows"
            + (ofNewRows ? "" : ", or list it under past_covariates or future_covariates"));
  }

  private static Problem problem(List<Table> tables, int row, String what, String advice) {
    Table table = table(tables, row);
    return Problem.inFile(table.name(), table.line(at(tables, row)), what, advice);
  }

  private static String cell(List<Table> tables, int row, String name) {
    Table table = table(tables, row);
    return table.value(at(tables, row), table.indexOf(name)).strip();
  }

  private static int number(List<Table> tables, int row) {
    return table(tables, row).recordNumber(at(tables, row));
  }

  private static Table table(List<Table> tables, int row) {
    int start = 0;
    for (Table table : tables) {
      if (row < start + table.size()) {
        return table;
      }
      start += table.size();
    }
    throw new IndexOutOfBoundsException(row);
  }

  /** The position of a row within its table. */
  private static int at(List<Table> tables, int row) {
    int start = 0;
    for (Table table : tables) {
      if (row < start + table.size()) {
        break;
      }
      start += table.size();
    }
    return row - start;
  }
}
