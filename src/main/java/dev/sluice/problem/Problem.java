package dev.sluice.problem;

import java.util.Objects;

/**
 * One thing that a user should mend.
 *
 * @param path the path of the key at fault in the config, such as {@code network[1].lstm.units}, or
 *     empty when the fault lies in a file of data
 * @param location {@code file:line:column} or {@code file:line} or {@code file}; empty until known
 * @param what what is wrong: what was found and what was expected, without a full stop
 * @param mend what to do about it; may be empty, may have several lines
 */
public record Problem(String path, String location, String what, String mend) {
  public Problem {
    Objects.requireNonNull(path);
    Objects.requireNonNull(location);
    Objects.requireNonNull(what);
    Objects.requireNonNull(mend);
  }

  /** A fault of the config that only shows once the data are read; the config adds the location. */
  public static Problem atKey(String path, String what, String mend) {
    return new Problem(path, "", what, mend);
  }

  /** A fault of one line of a file, lines counted from 1. */
  public static Problem inFile(Object file, long line, String what, String mend) {
    return new Problem("", file + ":" + line, what, mend);
  }

  /** A fault of a whole file or folder. */
  public static Problem inFile(Object file, String what, String mend) {
    return new Problem("", file.toString(), what, mend);
  }

  public Problem withLocation(String newLocation) {
    return new Problem(path, newLocation, what, mend);
  }

  /** {@code location: path: what}, and each line of {@code mend} below it, indented by four. */
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
    if (!mend.isEmpty()) {
      mend.lines().forEach(line -> text.append("\n    ").append(line));
    }
    return text.toString();
  }
}
