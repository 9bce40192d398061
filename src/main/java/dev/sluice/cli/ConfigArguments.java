package dev.sluice.cli;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A config and what the command line changes in it. */
final class ConfigArguments {
  @Parameters(paramLabel = "CONFIG", description = "The YAML file.")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "path=value",
      description = {
        "Change one value of the config, for example",
        "training.epochs=5 or network[1].lstm.units=32."
      })
  private List<String> overrides = new ArrayList<>();

  LoadedConfig read() {
    return ConfigReader.read(file, overrides);
  }
}
