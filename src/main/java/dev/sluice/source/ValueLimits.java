package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.SourceSpec;
import java.nio.file.Path;

/**
 * Refuses values that are too long and rows of too many of them.
 *
 * @param key of the limits in the config
 */
record ValueLimits(Path file, SourceSpec.Limits limits, String key) {
  /**
   * @param line where the row begins, from 1
   * @param index of the value in its row, from 0
   * @param length of the value in characters
   */
  void check(long line, int index, int length) {
    if (index >= limits.columns()) {
      throw refusal(
          line,
          "has more than %s values".formatted(limits.columns()),
          "check the delimiter; if there are so many columns, raise %s.columns");
    }
    if (length > limits.cell()) {
      throw tooLong(line, "value " + (index + 1));
    }
  }

  UserException tooLong(long line, String value) {
    return refusal(
        line,
        "%s has more than %s characters".formatted(value, limits.cell()),
        "check that each double quote is closed; if there are such values, raise %s.cell");
  }

  private UserException refusal(long line, String what, String advice) {
    return new UserException(Problem.inFile(file, line, what, advice.formatted(key)));
  }
}
