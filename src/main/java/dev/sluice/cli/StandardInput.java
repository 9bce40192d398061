package dev.sluice.cli;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Function;

/** Standard input in place of a file of rows: a {@code -} on the command line. */
final class StandardInput {
  private static final String NAME = "-";

  private StandardInput() {}

  /**
   * Lets a reader of files read a file, or standard input if that is meant.
   *
   * @param reader of standard input, gets a copy, which is deleted afterwards; its problems will
   *     name standard input
   */
  static <T> T orFile(Path file, Function<Path, T> reader) {
    return file.toString().equals(NAME) ? read(reader) : reader.apply(file);
  }

  private static <T> T read(Function<Path, T> reader) {
    Path copy = copy();
    try {
      return reader.apply(copy);
    } catch (UserException e) {
      throw new UserException(
          e.problems().stream()
              .map(
                  p ->
                      p.withLocation(p.location().replace(copy.toString(), "standard input"))
                          .withAdvice(p.advice().replace(copy.toString(), "FILE")))
              .toList());
    } finally {
      copy.toFile().delete();
    }
  }

  private static Path copy() {
    try {
      Path copy = Files.createTempFile("sluice-input-", ".rows"); // tells no format
      Files.copy(System.in, copy, StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(
          new IOException("cannot read standard input: " + e.getMessage(), e));
    }
  }
}
