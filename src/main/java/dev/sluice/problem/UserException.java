package dev.sluice.problem;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The user's mistake, in a config, in data or on the command line: all problems found, at least
 * one. Commands print the message without a stack trace and end with exit code 2.
 */
public final class UserException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public UserException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("no problem");
    }
    this.problems = List.copyOf(problems);
  }

  public UserException(Problem problem) {
    this(List.of(problem));
  }

  public UserException(Problem problem, Throwable cause) {
    this(List.of(problem));
    initCause(cause);
  }

  public List<Problem> problems() {
    return problems;
  }
}
