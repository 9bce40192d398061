package dev.sluice.cli;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option `--force` of commands that write a file of the user's choice. */
final class ForceOption {
  @Option(names = "--force", description = "Replace the file of --output if it exists.")
  private boolean given;

  boolean given() {
    return given;
  }

  /** Refuses to replace the file that --output names. */
  void require(Path output, Optional<Path> input) {
    require(output, input, "--output", given);
  }

  /**
   * Refuses to replace an existing file, and, even with --force, the file that is being read; and a
   * place where no file can be written. The target of a link may be replaced: it may be standard
   * output, redirected to a file.
   */
  static void require(Path output, Optional<Path> input, String option, boolean given) {
    requirePlace(output, option);
    if (input.map(ForceOption::place).equals(Optional.of(place(output)))) {
      throw new UserException(
          Problem.inFile(output, "is both input and output", "write to another file"));
    }
    if (Files.isRegularFile(output, LinkOption.NOFOLLOW_LINKS) && !given) {
      throw isThere(output, option);
    }
  }

  /** Before any work starts, whose result could not be written. */
  static void requirePlace(Path output, String option) {
    Path folder = output.toAbsolutePath().getParent();
    if (Files.isDirectory(output)) {
      throw new UserException(
          Problem.inFile(output, "is a folder", "name a file in it with " + option));
    }
    if (!Files.isDirectory(folder)) {
      throw new UserException(
          Problem.inFile(
              output,
              "there is no folder " + folder,
              "create it first, or choose another file with " + option));
    }
  }

  private static Path place(Path file) {
    return file.toAbsolutePath().normalize();
  }

  static UserException isThere(Path file) {
    return isThere(file, "--output");
  }

  private static UserException isThere(Path file, String option) {
    return new UserException(
        Problem.inFile(
            file,
            "exists already",
            "choose another file with %s, or replace this one with --force".formatted(option)));
  }
}
