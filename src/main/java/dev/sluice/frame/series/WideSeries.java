package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.ColumnPatterns;
import dev.sluice.source.RowProblems;
import dev.sluice.source.Table;
import dev.sluice.spec.PanelSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Series that each have a single row, converted to one row per step.
 *
 * @param target the name of the steps' value
 */
record WideSeries(PanelSpec.Wide spec, String target) {

  /**
   * The steps of all series, with their names and values.
   *
   * @throws UserException if columns are missing, a name occurs twice or a series has gaps
   */
  Table steps(Table wide) {
    int id = wide.indexOf(spec.id());
    if (id < 0) {
      throw new UserException(
          Problem.atKey(
              "data.series.wide.id",
              "there is no column '%s' in %s".formatted(spec.id(), wide.name()),
              "its first columns: "
                  + String.join(
                      ", ", wide.columns().subList(0, Math.min(8, wide.columns().size())))));
    }
    List<String> others = wide.columns().stream().filter(c -> !c.equals(spec.id())).toList();
    int[] columns =
        ColumnPatterns.expand(spec.columns(), others, "data.series.wide.columns").stream()
            .mapToInt(wide::indexOf)
            .toArray();
    RowProblems gaps = new RowProblems(wide.name());
    RowProblems twice = new RowProblems(wide.name());
    Map<String, Integer> rowOf = new HashMap<>();
    List<String[]> steps = new ArrayList<>();
    IntStream.Builder of = IntStream.builder();
    for (int row = 0; row < wide.size(); row++) {
      String name = wide.value(row, id);
      Integer before = rowOf.putIfAbsent(name.strip(), row);
      if (before != null) {
        twice.add(
            wide.line(row),
            "series '%s' is also in line %s".formatted(name.strip(), wide.line(before)));
      }
      int length = columns.length;
      while (length > 0 && wide.value(row, columns[length - 1]).isBlank()) {
        length--;
      }
      for (int step = 0; step < length; step++) {
        String value = wide.value(row, columns[step]);
        if (value.isBlank()) {
          gaps.add(
              wide.line(row),
              "series '%s' has no value in column '%s', but has some after it"
                  .formatted(name.strip(), wide.columns().get(columns[step])));
        }
        steps.add(new String[] {name, value});
        of.add(row);
      }
    }
    List<Problem> problems = new ArrayList<>(twice.problems("keep one row of each series"));
    problems.addAll(gaps.problems("fill them in; only the end of a series may be empty"));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return wide.reshaped(List.of(spec.id(), target), steps, of.build().toArray());
  }
}
