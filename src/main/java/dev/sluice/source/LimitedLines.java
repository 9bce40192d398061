package dev.sluice.source;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** Passes on the characters of a file, up to a line that is too long, which is then refused. */
final class LimitedLines extends FilterReader {
  private final Object file; // for messages
  private final int most;
  private final String key;
  private long number = 1; // of the line
  private int length; // of the line so far
  private char last;

  /**
   * @param file for messages
   * @param most characters in a line
   * @param key of the config that sets this limit
   */
  LimitedLines(Reader characters, Object file, int most, String key) {
    super(characters);
    this.file = file;
    this.most = most;
    this.key = key;
  }

  @Override
  public int read(char[] buffer, int offset, int wanted) throws IOException {
    int count = super.read(buffer, offset, wanted);
    for (int i = offset; i < offset + count; i++) {
      char next = buffer[i];
      if (next == '\n' || next == '\r') {
        number += next == '\n' && last == '\r' ? 0 : 1;
        length = 0;
      } else if (++length > most) {
        throw new UserException(
            Problem.inFile(
                file,
                number,
                "has more than %s characters".formatted(most),
                "check that this is a file of rows; if it is, raise " + key));
      }
      last = next;
    }
    return count;
  }

  @Override
  public int read() throws IOException {
    char[] one = new char[1];
    return read(one, 0, 1) < 0 ? -1 : one[0];
  }
}
