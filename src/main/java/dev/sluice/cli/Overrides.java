package dev.sluice.cli;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** What the command line changes in a config. */
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

  LoadedConfig read(Path config) {
    return ConfigReader.read(config, assignments);
  }
}
