package dev.sluice.cli;

import dev.sluice.run.Json;
import java.util.Map;
import picocli.CommandLine.Option;

/** The option of commands whose result a program may read. */
final class JsonOption {
  @Option(
      names = "--json",
      description = "Print the result as one JSON object, the last line of standard output.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }

  /** One line. */
  void print(Map<String, Object> result, Terminal terminal) {
    terminal.out().println(Json.line(result));
  }
}
