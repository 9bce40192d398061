package dev.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
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
    try {
      terminal.out().println(new ObjectMapper().writeValueAsString(result));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result that is no JSON: " + result, e);
    }
  }
}
