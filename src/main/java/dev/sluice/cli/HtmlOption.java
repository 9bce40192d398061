package dev.sluice.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options of commands that can also write their result as an HTML page. */
final class HtmlOption {
  private static final String NAME = "--html";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description = "Also write the result to this HTML page.")
  private Path file;

  @Option(names = "--force", description = "Replace the file of --html if it exists.")
  private boolean force;

  boolean given() {
    return file != null;
  }

  /** Refuses to replace an existing file, and the file that is being read in any case. */
  void check(Optional<Path> input) {
    if (given()) {
      ForceOption.require(file, input, NAME, force);
    }
  }

  /** Passes on the file, if one was requested. */
  void write(Consumer<Path> page) {
    if (given()) {
      page.accept(file);
    }
  }
}
