package dev.sluice.cli;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Changes to a config from the command line. */
final class Overrides {
  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = {
        "Change one value of the config, for example",
        "training.epochs=5 or network[1].lstm.units=32."
      })
  private List<String> assignments = new ArrayList<>();

  List<String> assignments() {
    return assignments;
  }

  /** The config with the changes. Warnings about outdated keys go to standard error. */
  LoadedConfig read(Path config, Terminal terminal) {
    LoadedConfig loaded = ConfigReader.read(config, assignments);
    loaded.outdated().forEach(problem -> terminal.err().println("warning: " + problem));
    if (!loaded.outdated().isEmpty()) {
      terminal.err().println("sluice check --migrate FILE prints the file in the newest format");
      terminal.err().flush();
    }
    return loaded;
  }
}
