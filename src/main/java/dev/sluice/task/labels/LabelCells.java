package dev.sluice.task.labels;

import dev.sluice.frame.NormalForm;
import dev.sluice.frame.TableFrame;
import dev.sluice.frame.YesNo;
import dev.sluice.problem.Problem;
import dev.sluice.source.RowProblems;
import dev.sluice.spec.TargetSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Where rows name their labels: names with a separator in one column, or a column for each label.
 */
record LabelCells(TargetSpec.LabelTarget spec, NormalForm form) {
  private static final String KEY = "data.target.labels.";

  /** The columns, by the key of the config that names each. */
  Map<String, String> byKey() {
    Map<String, String> byKey = new LinkedHashMap<>();
    spec.column().ifPresent(column -> byKey.put(KEY + "column", column));
    List<String> columns = spec.columns().orElse(List.of());
    for (int i = 0; i < columns.size(); i++) {
      byKey.put(KEY + "columns[%s]".formatted(i), columns.get(i));
    }
    return byKey;
  }

  /** The key that names the column or columns. */
  String key() {
    return KEY + (spec.column().isPresent() ? "column" : "columns");
  }

  /**
   * The labels of each example, in alphabetical order; (examples).
   *
   * @param problems receives the cells that mean neither yes nor no, and examples with several
   *     answers
   */
  List<Set<String>> read(TableFrame examples, List<Problem> problems) {
    spec.allColumns().forEach(column -> problems.addAll(examples.contradictions(column)));
    List<Set<String>> labels = new ArrayList<>();
    for (int i = 0; i < examples.size(); i++) {
      labels.add(new TreeSet<>());
    }
    spec.column().ifPresent(column -> readNames(column, examples, labels));
    readColumns(examples, labels, problems);
    return labels;
  }

  private void readNames(String column, TableFrame examples, List<Set<String>> labels) {
    Pattern separator = Pattern.compile(Pattern.quote(form.of(spec.written())));
    int index = examples.table().indexOf(column);
    for (int i = 0; i < labels.size(); i++) {
      for (String name : separator.split(form.of(examples.value(i, index)))) {
        if (!name.isBlank()) {
          labels.get(i).add(name.strip());
        }
      }
    }
  }

  private void readColumns(TableFrame examples, List<Set<String>> labels, List<Problem> problems) {
    RowProblems unread = new RowProblems(examples.table().name());
    for (String column : spec.columns().orElse(List.of())) {
      int index = examples.table().indexOf(column);
      for (int i = 0; i < labels.size(); i++) {
        String cell = examples.value(i, index).strip();
        Optional<Boolean> answer = YesNo.read(cell);
        if (answer.isEmpty()) {
          unread.add(
              examples.line(i),
              cell.isEmpty()
                  ? "column '%s': no value".formatted(column)
                  : "column '%s': '%s' is neither 1 nor 0".formatted(column, cell));
        } else if (answer.get()) {
          labels.get(i).add(column);
        }
      }
    }
    problems.addAll(
        unread.problems(
            "write 1 (or true, yes) if a row has the label, else 0 (or false, no); for names in one"
                + " column: labels: {column: ...}"));
  }
}
