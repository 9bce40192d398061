package dev.sluice.task.classes;

import dev.sluice.frame.NormalForm;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.spec.TargetSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The classes of the training part, in alphabetical order (of their code units, the same
 * everywhere); of two, class 1 is the positive one.
 *
 * @param form of the names, and of what is compared with them
 */
record Classes(List<String> names, NormalForm form) {
  private static final int LISTED = 10;

  Classes {
    names = List.copyOf(names);
  }

  /**
   * The classes that occur in these rows.
   *
   * @param rows of the training part, none with a blank class
   */
  static Classes of(TargetSpec.ClassTarget target, NormalForm form, TableFrame rows) {
    int column = rows.table().indexOf(target.column());
    SortedSet<String> sorted = new TreeSet<>();
    for (int i = 0; i < rows.size(); i++) {
      sorted.add(form.of(rows.value(i, column)));
    }
    List<String> names = new ArrayList<>(sorted);
    if (names.size() < 2) {
      throw new UserException(
          Problem.atKey(
              "data.target.class.column",
              "the training part has only one class, '%s', in all its %s"
                  .formatted(names.get(0), rows.counted(rows.size())),
              "there must be at least two; check column '%s' of %s"
                  .formatted(target.column(), rows.table().name())));
    }
    target
        .positive()
        .map(form::of)
        .ifPresent(positive -> placeLast(positive, names, target.column()));
    return new Classes(names, form);
  }

  private static void placeLast(String positive, List<String> names, String column) {
    String key = "data.target.class.positive";
    if (!names.contains(positive)) {
      throw new UserException(unknown(key, positive, column, names));
    }
    if (names.size() > 2) {
      throw new UserException(
          Problem.atKey(
              key,
              "has an effect only for two classes, and there are %s".formatted(names.size()),
              "remove it; classes: " + listed(names)));
    }
    names.remove(positive);
    names.add(positive);
  }

  /** The problem with a key that names a class which the training part does not have. */
  Problem unknown(String key, String name, String column) {
    return unknown(key, name, column, names);
  }

  private static Problem unknown(String key, String name, String column, List<String> names) {
    return Problem.atKey(
        key,
        "column '%s' has no class '%s'".formatted(column, name),
        NearNames.nearest(name, names)
                .map(near -> "did you mean '%s'?  ".formatted(near))
                .orElse("")
            + "classes: "
            + listed(names));
  }

  int count() {
    return names.size();
  }

  /** The classes of rows, (rows); every row without a class, or with an unknown one, is listed. */
  int[] indexesOf(String columnName, TableFrame rows) {
    int column = rows.table().indexOf(columnName);
    RowProblems unknown = new RowProblems(rows.table().name());
    Map<String, Integer> byName = new HashMap<>(); // there may be as many classes as rows
    for (int c = 0; c < names.size(); c++) {
      byName.put(names.get(c), c);
    }
    Optional<String> first = Optional.empty(); // that is unknown
    int[] indexes = new int[rows.size()];
    for (int i = 0; i < indexes.length; i++) {
      String name = form.of(rows.value(i, column));
      indexes[i] = byName.getOrDefault(name, -1);
      if (indexes[i] < 0 && !name.isBlank()) {
        first = first.or(() -> Optional.of(name));
        unknown.add(
            rows.line(i),
            "column '%s': '%s' is not a class of the training part".formatted(columnName, name));
      }
    }
    List<Problem> problems = new ArrayList<>(faults(columnName, form, rows));
    problems.addAll(
        unknown.problems(
            first.flatMap(name -> NearNames.question(name, names)).map("%s  "::formatted).orElse("")
                + "classes: "
                + listed(names)));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return indexes;
  }

  /** The rows without a class, or with several. */
  static List<Problem> faults(String columnName, NormalForm form, TableFrame rows) {
    int column = rows.table().indexOf(columnName);
    RowProblems blank = new RowProblems(rows.table().name());
    for (int i = 0; i < rows.size(); i++) {
      if (form.of(rows.value(i, column)).isBlank()) {
        blank.add(rows.line(i), "column '%s': no class".formatted(columnName));
      }
    }
    List<Problem> problems =
        new ArrayList<>(blank.problems("write the class, or leave the row out"));
    problems.addAll(rows.contradictions(columnName));
    return problems;
  }

  private static String listed(List<String> names) {
    return names.size() <= LISTED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, LISTED)) + ", ... (%s)".formatted(names.size());
  }
}
