package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.List;

/** Collects problems of single series. The first few are listed and all are counted. */
final class SeriesProblems {
  private static final int LISTED = 3;

  private final List<Problem> listed = new ArrayList<>();
  private int count;

  /** Problems of one series, each preceded by its name. */
  void add(SeriesKey key, List<Problem> problems) {
    addNamed(
        problems.stream()
            .map(
                p ->
                    new Problem(
                        p.path(),
                        p.location(),
                        key.isTold(p.what()) ? p.what() : key.before(p.what()),
                        p.advice(),
                        p.remedy()))
            .toList());
  }

  /** Problems of one series, which name it. */
  void addNamed(List<Problem> problems) {
    count += problems.isEmpty() ? 0 : 1;
    if (count <= LISTED) {
      listed.addAll(problems);
    }
  }

  /**
   * @throws UserException with what was added
   */
  void requireNone() {
    if (count > 0) {
      throw new UserException(problems());
    }
  }

  List<Problem> problems() {
    List<Problem> all = new ArrayList<>(listed);
    if (count > LISTED) {
      all.add(new Problem("", "", "%s series like these in all".formatted(count), ""));
    }
    return all;
  }
}
