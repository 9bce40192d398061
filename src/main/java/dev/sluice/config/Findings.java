package dev.sluice.config;

import dev.sluice.spec.Problem;
import dev.sluice.spec.UserException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the problems of a config; they come out in the order of the file, overrides last. */
final class Findings {
  private static final int MOST = 100;
  private static final int LAST = Integer.MAX_VALUE;

  private static final Comparator<Finding> IN_ORDER =
      Comparator.comparingInt((Finding f) -> f.at instanceof Origin.InFile at ? at.line() : LAST)
          .thenComparingInt(f -> f.at instanceof Origin.InFile at ? at.column() : LAST);

  private record Finding(Origin at, Problem problem) {}

  private final List<Finding> findings = new ArrayList<>();

  void add(Origin at, String path, String what, String mend) {
    findings.add(new Finding(at, new Problem(path, at.location(), what, mend)));
  }

  boolean isEmpty() {
    return findings.isEmpty();
  }

  /** All of them, at least one; of a file that is no config at all, the first hundred. */
  UserException exception() {
    List<Problem> problems =
        new ArrayList<>(
            findings.stream().sorted(IN_ORDER).limit(MOST).map(Finding::problem).toList());
    if (findings.size() > MOST) {
      Problem last = problems.get(MOST - 1);
      String what = "and %s more problems".formatted(findings.size() - MOST);
      problems.add(new Problem(KeyPath.ROOT, last.location(), what, ""));
    }
    return new UserException(problems);
  }
}
