package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows read so far, for known columns, and the lines that are not rows. */
final class RowList {
  private final Path file;
  private final List<String> columns;
  private final List<String[]> rows = new ArrayList<>();
  private final RowProblems refused;
  private long[] lines = new long[1024]; // where each row begins, from 1

  RowList(Path file, List<String> columns) {
    this.file = file;
    this.columns = columns;
    this.refused = new RowProblems(file.toString());
  }

  /**
   * @param line where the row begins, from 1
   * @param values one for each column
   */
  void add(long line, String... values) {
    if (rows.size() == lines.length) {
      lines = Arrays.copyOf(lines, 2 * lines.length);
    }
    lines[rows.size()] = line;
    rows.add(values);
  }

  /**
   * @param line of the error, from 1
   */
  void refuse(long line, String what) {
    refused.add(line, what);
  }

  boolean anyRefused() {
    return !refused.isEmpty();
  }

  int size() {
    return rows.size();
  }

  /**
   * @param advice what to do about the lines that are refused
   * @param kind what is missing in a file without rows, such as "no word"
   * @throws UserException listing the lines that are refused, or if there is no row
   */
  Table table(String advice, String kind) {
    if (anyRefused()) {
      throw new UserException(refused.problems(advice));
    }
    if (rows.isEmpty()) {
      throw new UserException(Problem.inFile(file, "is empty: it has " + kind, ""));
    }
    return new Table(file.toString(), columns, rows, Arrays.copyOf(lines, rows.size()));
  }
}
