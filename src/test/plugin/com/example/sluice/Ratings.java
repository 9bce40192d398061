package com.example.sluice;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import java.util.List;

/**
 * The numbers of rows.
 *
 * @param values (examples)
 */
record Ratings(float[] values) implements Labels {

  static Ratings of(TableFrame rows, String column) {
    List<Problem> faults = faults(rows, column);
    if (!faults.isEmpty()) {
      throw new UserException(faults);
    }
    float[] values = new float[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.parseFloat(rows.value(i, rows.table().indexOf(column)));
    }
    return new Ratings(values);
  }

  static List<Problem> faults(TableFrame rows, String column) {
    RowProblems faults = new RowProblems(rows.table().name());
    for (int i = 0; i < rows.size(); i++) {
      String cell = rows.value(i, rows.table().indexOf(column));
      if (!cell.matches("[0-9.]+")) {
        faults.add(rows.line(i), "column '%s': '%s' is no rating".formatted(column, cell));
      }
    }
    return faults.problems("write a number");
  }

  @Override
  public Masked labels(int[] examples, int units) {
    float[] batch = new float[examples.length];
    for (int i = 0; i < batch.length; i++) {
      batch[i] = values[examples[i]];
    }
    return Masked.of(batch, batch.length, 1);
  }
}
