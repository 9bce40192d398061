package dev.sluice.task.tags;

import dev.sluice.frame.NormalForm;
import dev.sluice.frame.StepFrame;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.RowProblems;
import dev.sluice.spec.TargetSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tags of the training part, in alphabetical order (of their code units). If tags mark spans,
 * each type has both `B-` and `I-`, even if one of them does not occur.
 *
 * @param form of the names, and of what is compared with them
 */
record TagSet(List<String> names, NormalForm form) {
  private static final int LISTED = 20;

  TagSet {
    names = List.copyOf(names);
  }

  static TagSet of(TargetSpec.Tags target, NormalForm form, StepFrame examples) {
    int column = examples.table().indexOf(target.column());
    SortedSet<String> names = new TreeSet<>();
    for (int i = 0; i < examples.size(); i++) {
      for (String tag : examples.values(i, column)) {
        names.add(form.of(tag).strip());
      }
    }
    if (target.scheme() == TargetSpec.Tags.Scheme.IOB2) {
      for (String tag : List.copyOf(names)) {
        if (!tag.equals("O")) {
          names.add("B-" + tag.substring(2));
          names.add("I-" + tag.substring(2));
        }
      }
      names.add("O");
    }
    if (names.size() < 2) {
      throw new UserException(
          Problem.atKey(
              "data.target.tags.column",
              "the training part has only one tag, '%s'".formatted(String.join("", names)),
              "there must be at least two; check column '%s' of %s"
                  .formatted(target.column(), examples.table().name())));
    }
    return new TagSet(new ArrayList<>(names), form);
  }

  /** The tags of examples by index, (examples)(steps); every unknown one is listed. */
  int[][] indexesOf(TargetSpec.Tags target, String tokens, StepFrame examples) {
    List<Problem> problems = new ArrayList<>(faults(target, examples, tokens));
    int column = examples.table().indexOf(target.column());
    RowProblems unknown = new RowProblems(examples.table().name());
    Map<String, Integer> byName = new HashMap<>();
    names.forEach(name -> byName.put(name, byName.size()));
    int[][] indexes = new int[examples.size()][];
    for (int i = 0; i < indexes.length; i++) {
      List<String> tags = examples.values(i, column);
      indexes[i] = new int[tags.size()];
      for (int t = 0; t < tags.size(); t++) {
        String tag = form.of(tags.get(t)).strip();
        indexes[i][t] = byName.getOrDefault(tag, -1);
        if (indexes[i][t] < 0 && !tag.isEmpty()) {
          unknown.add(
              examples.line(i, t),
              "column '%s': '%s' is not a tag of the training part"
                  .formatted(target.column(), tag));
        }
      }
    }
    problems.addAll(
        unknown.problems(
            "correct it, or add such a sequence to the training part; tags: " + listed()));
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return indexes;
  }

  /**
   * The tokens without a tag, the tags without a token, and tags that the scheme does not allow.
   */
  static List<Problem> faults(TargetSpec.Tags target, StepFrame examples, String tokens) {
    int column = examples.table().indexOf(target.column());
    int tokenColumn = examples.table().indexOf(tokens);
    RowProblems blank = new RowProblems(examples.table().name());
    RowProblems uneven = new RowProblems(examples.table().name());
    RowProblems strange = new RowProblems(examples.table().name());
    for (int i = 0; i < examples.size(); i++) {
      List<String> tags = examples.values(i, column);
      int needed = examples.values(i, tokenColumn).size();
      if (tags.size() != needed) {
        uneven.add(
            examples.line(i),
            "%s tokens in column '%s', but %s tags in column '%s'"
                .formatted(needed, tokens, tags.size(), target.column()));
        continue;
      }
      for (int t = 0; t < tags.size(); t++) {
        String tag = NormalForm.NFC.of(tags.get(t)).strip();
        if (tag.isEmpty()) {
          blank.add(examples.line(i, t), "column '%s': no tag".formatted(target.column()));
        } else if (target.scheme() == TargetSpec.Tags.Scheme.IOB2 && !tag.matches("O|[BI]-.+")) {
          strange.add(
              examples.line(i, t),
              "column '%s': '%s' is not a tag of iob2".formatted(target.column(), tag));
        }
      }
    }
    List<Problem> problems = new ArrayList<>(blank.problems("write the tag of the token"));
    problems.addAll(uneven.problems("write one tag for each token, with blanks between them"));
    problems.addAll(
        strange.problems(
            "O, or B- or I- and a type, as in B-person; remove scheme: iob2 if tags mark no"
                + " spans"));
    return problems;
  }

  /** The tags that continue a span, each with those that it may follow. */
  Map<Integer, Set<Integer>> onlyAfter(TargetSpec.Tags.Scheme scheme) {
    Map<Integer, Set<Integer>> onlyAfter = new HashMap<>();
    for (int k = 0; scheme == TargetSpec.Tags.Scheme.IOB2 && k < names.size(); k++) {
      String tag = names.get(k);
      if (tag.startsWith("I-")) {
        onlyAfter.put(k, Set.of(k, names.indexOf("B-" + tag.substring(2))));
      }
    }
    return onlyAfter;
  }

  private String listed() {
    return names.size() <= LISTED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, LISTED)) + ", ... (%s)".formatted(names.size());
  }
}
