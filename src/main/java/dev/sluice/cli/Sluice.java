package dev.sluice.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The top-level command. */
@Command(
    name = "sluice",
    versionProvider = Versions.class,
    description =
        "Trains, evaluates and runs sequence classifiers and forecasters from one YAML file.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the command failed, for example because it ran out of memory",
      "2:the config, the data or the command line is wrong",
      "3:monitor found drift, with --fail-on-drift",
      "3:drift, for monitor --fail-on-drift",
      "70:a bug in Sluice",
      "130:interrupted",
      "141:the program that reads the output closed it early"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice check config/reviews.yaml",
      "  sluice train config/reviews.yaml --set seed=2",
      "  sluice COMMAND --help",
      "",
      "Environment:",
      "  JAVA_HOME         a JDK 17 or newer; if not set, the one on the PATH",
      "  SLUICE_JAVA_OPTS  options for Java, such as -Xmx8g",
      "  SLUICE_PLUGINS    a class path with your own layers, sources, tokenizers,",
      "                    transforms or metrics",
      "  NO_COLOR          no colours"
    })
final class Sluice {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Print this help.")
  private boolean help;

  @Option(
      names = "--version",
      versionHelp = true,
      description = "Print the versions of Sluice and Java.")
  private boolean version;
}
