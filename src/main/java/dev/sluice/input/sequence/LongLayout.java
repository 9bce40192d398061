package dev.sluice.input.sequence;

import dev.sluice.frame.Cut;
import dev.sluice.frame.NumberCells;
import dev.sluice.frame.RowGroups;
import dev.sluice.frame.series.StepOrder;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec;
import dev.sluice.spec.NumberSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sequences with a row for each step.
 *
 * @param channels the column of each channel
 * @param forms by column how its numbers are written, if not plainly
 */
record LongLayout(
    InputSpec.LongSequence spec, Map<String, List<String>> channels, Map<String, NumberSpec> forms)
    implements SequenceLayout<RowGroups> {

  @Override
  public String key() {
    return KEY + "long";
  }

  @Override
  public Cut<RowGroups> cut() {
    Cut<RowGroups> cut = RowGroups.by(spec.by());
    return spec.order().map(order -> sorted(cut, order)).orElse(cut);
  }

  /** The same with the steps of each sequence in the order of a column. */
  private Cut<RowGroups> sorted(Cut<RowGroups> cut, String order) {
    return new Cut<>() {
      @Override
      public RowGroups all(Table table) {
        RowGroups inFile = cut.all(table);
        if (table.indexOf(order) < 0) {
          return inFile; // the column is reported as missing
        }
        StepOrder steps = StepOrder.of(table, order, forms);
        RowGroups sorted = inFile.sorted(steps::compare);
        requireDistinct(sorted, steps, order);
        return sorted;
      }

      @Override
      public RowGroups select(RowGroups all, int[] examples) {
        return cut.select(all, examples);
      }
    };
  }

  @Override
  public Set<String> columns() {
    Set<String> columns = new LinkedHashSet<>(Set.of(spec.by()));
    columns.addAll(numbers());
    return columns;
  }

  @Override
  public Set<String> numbers() {
    Set<String> numbers = new LinkedHashSet<>();
    spec.order().ifPresent(numbers::add);
    numbers.addAll(values());
    return numbers;
  }

  @Override
  public boolean varies() {
    return true;
  }

  @Override
  public double[][][] read(RowGroups sequences, List<Problem> problems) {
    Table table = sequences.table();
    NumberCells cells = new NumberCells(table, forms);
    double[][][] numbers = new double[sequences.size()][channels.size()][];
    int c = 0;
    for (List<String> column : channels.values()) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i][c] = read(sequences, i, column.get(0), cells);
      }
      c++;
    }
    problems.addAll(cells.problems());
    return numbers;
  }

  private static double[] read(RowGroups sequences, int i, String column, NumberCells cells) {
    int index = sequences.table().indexOf(column);
    double[] steps = new double[sequences.steps(i)];
    for (int t = 0; t < steps.length; t++) {
      steps[t] = cells.read(sequences.line(i, t), column, sequences.value(i, t, index));
    }
    return steps;
  }

  /** Refuses steps of a sequence with the same number or time. */
  private void requireDistinct(RowGroups sequences, StepOrder order, String column) {
    RowProblems found = new RowProblems(sequences.table().name());
    int index = sequences.table().indexOf(column);
    int by = sequences.table().indexOf(spec.by());
    for (int i = 0; i < sequences.size(); i++) {
      for (int t = 1; t < sequences.steps(i); t++) {
        if (order.compare(sequences.row(i, t), sequences.row(i, t - 1)) == 0) {
          found.add(
              sequences.line(i, t),
              "column '%s': %s as well as %s in line %s, of the same sequence ('%s')"
                  .formatted(
                      column,
                      sequences.value(i, t, index),
                      sequences.value(i, t - 1, index),
                      sequences.line(i, t - 1),
                      sequences.value(i, by)));
        }
      }
    }
    if (!found.isEmpty()) {
      throw new UserException(
          found.problems(
              "give each step of a sequence another '%s'; if a new sequence starts there, give it another '%s'"
                  .formatted(column, spec.by())));
    }
  }
}
