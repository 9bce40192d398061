package dev.sluice.cli;

import dev.sluice.config.ConfigReader;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
      "Reads all rows, fits the pipeline and infers the shapes of the network; all problems found"
          + " are printed, each with its place and a remedy. Changes nothing."
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
        "Print the config in the newest format, with its comments, and check nothing:",
        "sluice check old.yaml --migrate > new.yaml"
      })
  private boolean migrate;

  @Mixin private JsonOption json;

  CheckCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    if (migrate) {
      terminal.out().print(ConfigReader.migrated(config));
      terminal.out().flush();
      return;
    }
    CheckedConfig checked = CheckedConfig.of(overrides.read(config, terminal));

    Config read = checked.loaded().config();
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("name", read.name());
      result.put("data", checked.data().summary());
      result.put("network", NetworkTable.json(checked.network()));
      result.put("parameters", checked.network().parameters());
      json.print(result, terminal);
    } else {
      terminal.out().println(checked.loaded().name() + ": no problems");
      terminal.out().println();
      terminal.out().print(Outline.of(checked.data().summary()));
      terminal.out().println();
      terminal.out().print(NetworkTable.text(checked.network()));
      terminal.out().flush();
    }
  }
}
