package dev.sluice.cli;

import dev.sluice.config.ConfigReader;
import dev.sluice.experiment.Experiment;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Warning;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Checks a config and its data without training.",
      "",
      "Reads all rows, fits the pipeline and infers the shapes of the network. Prints all problems,"
          + " each with its position and how to fix it. Changes nothing.",
      "",
      "Warns about what is allowed but probably a mistake, such as texts in both training and test."
          + " docs/checks.md explains each warning; checks.ignore in the config silences it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice check config/reviews.yaml",
      "  sluice check config/reviews.yaml --set network[1].lstm.units=32"
    })
final class CheckCommand implements Runnable {
  private final Terminal terminal;

  @Parameters(paramLabel = "CONFIG", description = "The YAML file.")
  private Path config;

  @Mixin private Overrides overrides;

  @Option(
      names = "--migrate",
      description = {
        "Print the config in the newest format, with its comments, without checking it:",
        "sluice check old.yaml --migrate > new.yaml"
      })
  private boolean migrate;

  @Option(names = "--strict", description = "Treat warnings as problems: exit code 2.")
  private boolean strict;

  @Mixin private JsonOption json;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (migrate) {
      terminal.data().print(ConfigReader.migrated(config));
      terminal.data().flush();
      return;
    }
    Experiment checked = Experiment.of(overrides.read(config, terminal));
    List<Warning> warnings = checked.warnings();
    if (strict && !warnings.isEmpty()) {
      throw new UserException(warnings.stream().map(Warning::toProblem).toList());
    }

    if (json.wanted()) {
      json.print(asJson(checked, warnings), terminal);
    } else {
      print(checked, warnings);
    }
  }

  private static Map<String, Object> asJson(Experiment checked, List<Warning> warnings) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("name", checked.loaded().config().name());
    result.put("data", checked.data().summary());
    result.put("examples", checked.data().shownExamples());
    result.put("network", NetworkTable.json(checked.network()));
    result.put("parameters", checked.network().parameters());
    NetworkTable.addStart(checked, result);
    result.put("warnings", warnings.stream().map(CheckCommand::asJson).toList());
    return result;
  }

  private static Map<String, Object> asJson(Warning warning) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", warning.name());
    entry.putAll(JsonOption.entry(warning.problem()));
    entry.put("why", warning.why());
    return entry;
  }

  private void print(Experiment checked, List<Warning> warnings) {
    PrintWriter out = terminal.out();
    int count = warnings.size();
    out.println(
        checked.loaded().name()
            + ": no problems"
            + (count == 0 ? "" : count == 1 ? ", 1 warning" : ", " + count + " warnings"));
    out.println();
    out.print(Outline.of(checked.data().summary()));
    out.println();
    checked
        .data()
        .shownExamples()
        .forEach(
            (which, example) -> {
              out.println(which + " training example");
              out.print(Outline.of(example).indent(2));
            });
    out.println();
    out.print(NetworkTable.text(checked));
    out.print(NetworkTable.start(checked));
    for (Warning warning : warnings) {
      out.println();
      out.println(warning.toProblem());
    }
    out.flush();
  }
}
