package dev.sluice.task;

import dev.sluice.frame.Frame;
import dev.sluice.frame.TableFrame;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a table of answers, one for each example: columns of the input, then those of the
 * answer.
 */
public final class AnswerRows {
  private final TableFrame examples;
  private final List<String> added;

  private AnswerRows(TableFrame examples, List<String> added) {
    this.examples = examples;
    this.added = added;
  }

  /**
   * @param frame rows of a table, or sequences of them
   * @param added the columns of the answer
   * @throws UserException if the input has one of them
   */
  public static AnswerRows of(Frame frame, List<String> added) {
    TableFrame examples = frame.as(TableFrame.class);
    List<Problem> problems =
        added.stream()
            .filter(examples.repeated()::contains)
            .map(
                column ->
                    Problem.inFile(
                        examples.table().name(),
                        "has a column '%s', which predict would add".formatted(column),
                        "rename or remove it"))
            .toList();
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return new AnswerRows(examples, added);
  }

  public List<String> header() {
    List<String> columns = new ArrayList<>(examples.repeated());
    columns.addAll(added);
    return columns;
  }

  /**
   * @param values of the answer
   */
  public List<Object> row(int example, List<?> values) {
    List<Object> row = new ArrayList<>();
    for (String column : examples.repeated()) {
      row.add(examples.value(example, examples.table().indexOf(column)));
    }
    row.addAll(values);
    return row;
  }
}
