package dev.sluice.cli;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option of commands that write a file of the user's choice. */
final class ForceOption {
  @Option(names = "--force", description = "Replace the file of --output if it is there.")
  private boolean given;

  boolean given() {
    return given;
  }

  static UserException isThere(Path file) {
    return new UserException(
        Problem.inFile(
            file,
            "is there already",
            "name another file with --output, or replace this one with --force"));
  }
}
