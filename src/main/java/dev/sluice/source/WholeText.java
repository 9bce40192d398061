package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.Reader;

/**
 * Reads a whole text, with each line break as \n.
 *
 * @param file for messages
 * @param most characters
 * @param key of the config that sets this limit
 */
record WholeText(Object file, int most, String key) {
  String read(Reader characters) throws IOException {
    StringBuilder text = new StringBuilder();
    char[] buffer = new char[1 << 13];
    boolean carriageReturn = false;
    for (int count = characters.read(buffer); count >= 0; count = characters.read(buffer)) {
      for (int i = 0; i < count; i++) {
        if (buffer[i] != '\n' || !carriageReturn) {
          text.append(buffer[i] == '\r' ? '\n' : buffer[i]);
        }
        carriageReturn = buffer[i] == '\r';
      }
      check(1, text.length());
    }
    return text.toString();
  }

  /**
   * @param line where the text begins, from 1
   * @param length of the text so far, in characters
   */
  void check(long line, int length) {
    if (length > most) {
      throw new UserException(
          Problem.inFile(
              file,
              line,
              "a text of more than %s characters starts here".formatted(most),
              "check that this is a text; if it is, raise " + key));
    }
  }
}
