package dev.sluice.problem;

import java.util.Objects;
import java.util.Optional;

/**
 * Something that a user should correct.
 *
 * @param path the path of the wrong key in the config, such as {@code network[1].lstm.units}, or
 *     empty if the error is in a data file
 * @param location {@code file:line:column} or {@code file:line} or {@code file}; empty until known
 * @param what what is wrong: what was found and what was expected, without a full stop
 * @param advice what to do about it; may be empty, may have several lines
 * @param remedy a part of the advice that commands add in their own words
 */
public record Problem(
    String path, String location, String what, String advice, Optional<Remedy> remedy) {
  public Problem {
    Objects.requireNonNull(path);
    Objects.requireNonNull(location);
    Objects.requireNonNull(what);
    Objects.requireNonNull(advice);
    Objects.requireNonNull(remedy);
  }

  public Problem(String path, String location, String what, String advice) {
    this(path, location, what, advice, Optional.empty());
  }

  /**
   * An error in the config that only shows once the data are read; the config adds the location.
   */
  public static Problem atKey(String path, String what, String advice) {
    return new Problem(path, "", what, advice);
  }

  /** An error in one line of a file, lines counted from 1. */
  public static Problem inFile(Object file, long line, String what, String advice) {
    return new Problem("", file + ":" + line, what, advice);
  }

  /** An error about a whole file or folder. */
  public static Problem inFile(Object file, String what, String advice) {
    return new Problem("", file.toString(), what, advice);
  }

  public Problem withLocation(String newLocation) {
    return new Problem(path, newLocation, what, advice, remedy);
  }

  public Problem withAdvice(String newAdvice) {
    return new Problem(path, location, what, newAdvice, remedy);
  }

  public Problem withRemedy(Remedy newRemedy) {
    return new Problem(path, location, what, advice, Optional.of(newRemedy));
  }

  /** {@code location: path: what}, and each line of {@code advice} below it, indented by four. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    if (!location.isEmpty()) {
      text.append(location).append(": ");
    }
    if (!path.isEmpty()) {
      text.append(path).append(": ");
    }
    text.append(what);
    if (!advice.isEmpty()) {
      advice.lines().forEach(line -> text.append("\n    ").append(line));
    }
    return text.toString();
  }
}
