package dev.sluice.source;

import dev.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of one file with the same problem, of which the first few are listed and all are counted.
 */
public final class RowProblems {
  private static final int LISTED = 5;

  private final String file;
  private final List<Problem> listed = new ArrayList<>();
  private int count;

  /**
   * @param file for messages, see {@link Table#name}
   */
  public RowProblems(String file) {
    this.file = file;
  }

  /**
   * @param line where the row begins, from 1
   * @param what is wrong with it
   */
  public void add(long line, String what) {
    count++;
    if (listed.size() < LISTED) {
      listed.add(Problem.inFile(file, line, what, ""));
    }
  }

  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * One problem per row, and a last one with the count if not all rows are listed.
   *
   * @param advice what to do about it, given once, with the last problem
   */
  public List<Problem> problems(String advice) {
    if (isEmpty()) {
      return List.of();
    }
    List<Problem> all = new ArrayList<>(listed);
    if (count > LISTED) {
      all.add(Problem.inFile(file, "%s rows like these in all".formatted(count), advice));
    } else {
      Problem last = all.remove(all.size() - 1);
      all.add(new Problem(last.path(), last.location(), last.what(), advice));
    }
    return all;
  }
}
