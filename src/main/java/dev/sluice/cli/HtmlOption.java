package dev.sluice.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options of commands that write their result as a page, too. */
final class HtmlOption {
  private static final String NAME = "--html";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description = "Write the result to this HTML page, too.")
  private Path file;

  @Option(names = "--force", description = "Replace the file of --html if it is there.")
  private boolean force;

  boolean given() {
    return file != null;
  }

  /** Refuses to replace a file that is there, and the one that is read in any case. */
  void check(Optional<Path> input) {
    if (given()) {
      ForceOption.require(file, input, NAME, force);
    }
  }

  /** Gives the file, if there is to be one. */
  void write(Consumer<Path> page) {
    if (given()) {
      page.accept(file);
    }
  }
}
