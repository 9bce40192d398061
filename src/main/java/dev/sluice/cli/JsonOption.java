package dev.sluice.cli;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The option `--json` of commands whose result may be read by a program. */
final class JsonOption {
  private static final String NAME = "--json";

  @Option(
      names = NAME,
      description =
          "Print the result, or the problems, as one JSON object: the last line of standard output.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }

  /** One line. */
  void print(Map<String, Object> result, Terminal terminal) {
    terminal.data().println(Json.line(result));
  }

  /** Whether the command that ran has this option and was given it. */
  static boolean isWanted(CommandLine command) {
    return command.getParseResult().hasMatchedOption(NAME);
  }

  /** The problems on one line: {@code problems}, each as {@link #entry} describes it. */
  static void print(UserException mistake, Terminal terminal) {
    List<Map<String, Object>> problems =
        mistake.problems().stream().map(Commands::in).map(JsonOption::entry).toList();
    terminal.data().println(Json.line(Map.of("problems", problems)));
    terminal.data().flush();
  }

  /**
   * {@code location}, {@code key}, {@code message} and {@code advice}; empty where there is none.
   */
  static Map<String, Object> entry(Problem problem) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("location", problem.location());
    entry.put("key", problem.path());
    entry.put("message", problem.what());
    entry.put("advice", problem.advice());
    return entry;
  }
}
