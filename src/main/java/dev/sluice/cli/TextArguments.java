package dev.sluice.cli;

import dev.sluice.problem.Problem;
import dev.sluice.problem.ShellWord;
import dev.sluice.problem.UserException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Texts on the command line. */
final class TextArguments {
  private TextArguments() {}

  /** Refuses names of files: their rows are meant. */
  static void requireNoFiles(List<String> texts) {
    List<Problem> files =
        texts.stream()
            .filter(TextArguments::isFile)
            .map(
                text ->
                    Problem.inFile(
                        text,
                        "is a file, not a text",
                        "for its rows: --input " + ShellWord.of(Path.of(text))))
            .toList();
    if (!files.isEmpty()) {
      throw new UserException(files);
    }
  }

  private static boolean isFile(String text) {
    try {
      return Files.isRegularFile(Path.of(text));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
