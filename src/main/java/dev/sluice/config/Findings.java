package dev.sluice.config;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects the problems of a config. They are returned in the order of the files, overrides last.
 */
final class Findings {
  private static final int MOST = 100;
  private static final int LAST = Integer.MAX_VALUE;

  private record Finding(int file, int line, int column, Problem problem) {}

  private static final Comparator<Finding> IN_ORDER =
      Comparator.comparingInt(Finding::file)
          .thenComparingInt(Finding::line)
          .thenComparingInt(Finding::column);

  private final List<Finding> findings = new ArrayList<>();
  private final List<String> files = new ArrayList<>();

  /** Problems of files are returned in the order in which the files are named here. */
  void reading(String file) {
    files.add(file);
  }

  void add(Origin at, String path, String what, String advice) {
    String meant =
        at instanceof Origin.WithVariables v
            ? "with its variables, the value is '%s'\n".formatted(Shown.shortened(v.text()))
            : "";
    add(at, new Problem(path, at.location(), what, meant + advice));
  }

  /** Adds a problem that has its own place, sorted as if it were at another one. */
  void add(Origin order, Problem problem) {
    Origin place = order instanceof Origin.WithVariables v ? v.written() : order;
    findings.add(
        place instanceof Origin.InFile in
            ? new Finding(files.indexOf(in.file()), in.line(), in.column(), problem)
            : new Finding(LAST, LAST, LAST, problem));
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  /** All of them, at least one; for a file that is not a config at all, the first hundred. */
  UserException exception() {
    List<Problem> problems =
        new ArrayList<>(
            findings.stream().sorted(IN_ORDER).limit(MOST).map(Finding::problem).toList());
    if (findings.size() > MOST) {
      Problem last = problems.get(MOST - 1);
      String what =
          "and %s more problem%s"
              .formatted(findings.size() - MOST, findings.size() - MOST == 1 ? "" : "s");
      problems.add(new Problem(KeyPath.ROOT, last.location(), what, ""));
    }
    return new UserException(problems);
  }
}
