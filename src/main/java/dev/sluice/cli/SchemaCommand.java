package dev.sluice.cli;

import dev.sluice.config.JsonSchema;
import dev.sluice.config.Reference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "schema",
    description = {
      "Prints the JSON Schema of configs, for editors.",
      "",
      "With it, an editor completes keys and values, explains them and marks mistakes. It includes"
          + " your plug-ins if SLUICE_PLUGINS is set."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice schema > sluice.schema.json     and, as the first line of a config:",
      "  # yaml-language-server: $schema=sluice.schema.json"
    })
final class SchemaCommand implements Runnable {
  private final Terminal terminal;

  @Option(names = "--reference", description = "Print a reference in Markdown instead.")
  private boolean reference;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    terminal.data().print(reference ? Reference.text() : JsonSchema.text());
    terminal.data().flush();
  }
}
