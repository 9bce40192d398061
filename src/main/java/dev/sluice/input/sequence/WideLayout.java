package dev.sluice.input.sequence;

import dev.sluice.frame.Cut;
import dev.sluice.frame.NumberCells;
import dev.sluice.frame.Rows;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.NumberSpec;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Sequences with a single row each.
 *
 * @param channels the columns of the steps of each channel, the same number for each
 * @param forms by column how its numbers are written, if not plainly
 */
record WideLayout(Map<String, List<String>> channels, Map<String, NumberSpec> forms)
    implements SequenceLayout<Rows> {

  static WideLayout of(Map<String, List<String>> channels, Map<String, NumberSpec> forms) {
    if (channels.values().stream().mapToInt(List::size).distinct().count() > 1) {
      throw new UserException(
          Problem.atKey(
              KEY + "wide.channels",
              "the channels have different numbers of steps: "
                  + channels.entrySet().stream()
                      .map(of -> of.getKey() + " " + of.getValue().size())
                      .collect(Collectors.joining(", ")),
              "list as many columns for each"));
    }
    return new WideLayout(channels, forms);
  }

  @Override
  public String key() {
    return KEY + "wide";
  }

  @Override
  public Cut<Rows> cut() {
    return Rows.CUT;
  }

  @Override
  public boolean varies() {
    return false;
  }

  @Override
  public double[][][] read(Rows rows, List<Problem> problems) {
    Table table = rows.table();
    NumberCells cells = new NumberCells(table, forms);
    double[][][] numbers = new double[rows.size()][channels.size()][];
    int c = 0;
    for (List<String> steps : channels.values()) {
      int[] indexes = steps.stream().mapToInt(table::indexOf).toArray();
      for (int i = 0; i < rows.size(); i++) {
        numbers[i][c] = new double[indexes.length];
        for (int t = 0; t < indexes.length; t++) {
          numbers[i][c][t] = cells.read(rows.line(i), steps.get(t), rows.value(i, indexes[t]));
        }
      }
      c++;
    }
    problems.addAll(cells.problems());
    return numbers;
  }
}
