package dev.sluice.cli;

import dev.sluice.export.Dl4jExport;
import dev.sluice.export.OnnxExport;
import dev.sluice.export.OnnxFiles;
import dev.sluice.model.Bundle;
import dev.sluice.run.Json;
import dev.sluice.serve.ModelServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    sortOptions = false, // picocli sorts by the letters of the locale
    sortSynopsis = false,
    description = {
      "Writes a model to a file that other programs can run without Sluice.",
      "",
      "onnx: the whole network, for series including transforms and scales. Also writes an example"
          + " with its outputs, a Python and a Java program that run it, and the tokenizer if it"
          + " can be described. The outputs of the file are compared with those of the model.",
      "",
      "dl4j: the model.zip that Deeplearning4j restores, if it can express the network.",
      "",
      "openapi: the paths, columns and responses with which sluice serve offers the model."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice export runs/reviews/latest",
      "  sluice export runs/airline/latest --output airline.onnx",
      "  sluice export runs/seattle-weather/latest --format dl4j --output weather.zip",
      "  sluice export runs/airline/latest --format openapi --output airline.json"
    })
final class ExportCommand implements Runnable {
  private final Terminal terminal;

  /** The format to write. */
  enum Format {
    onnx("onnx"),
    dl4j("zip"),
    openapi("json");

    private final String ending;

    Format(String ending) {
      this.ending = ending;
    }
  }

  @Parameters(paramLabel = "RUN", description = "The folder of a run, or a model folder.")
  private Path run;

  @Option(
      names = "--format",
      defaultValue = "onnx",
      paramLabel = "FORMAT",
      description = "onnx, dl4j or openapi. Default: onnx.")
  private Format format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "The file to write. Default: the name of the config, with .onnx, .zip or .json.")
  private Path output;

  @Option(names = "--force", description = "Replace existing files.")
  private boolean force;

  @Mixin private JsonOption json;

  ExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    try (Bundle bundle = Bundle.open(run)) {
      Path file =
          Optional.ofNullable(output)
              .orElseGet(() -> Path.of(bundle.config().name() + "." + format.ending));
      switch (format) {
        case onnx -> onnx(bundle, file);
        case dl4j -> one(file, () -> Dl4jExport.write(bundle, file));
        case openapi -> one(file, () -> Json.write(file, ModelServer.description(run)));
      }
    }
    terminal.out().flush();
  }

  private void one(Path file, Runnable write) {
    ForceOption.require(file, Optional.empty(), "--output", force);
    write.run();
    print(file, List.of(file), Map.of());
  }

  private void onnx(Bundle bundle, Path file) {
    ForceOption.requirePlace(file, "--output");
    OnnxExport export = OnnxExport.of(bundle);
    OnnxFiles files = new OnnxFiles(export, file);
    files.files().forEach(one -> ForceOption.require(one, Optional.empty(), "--output", force));
    double difference = files.write();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("inputs", export.inputs());
    facts.put("outputs", export.outputs());
    facts.put("difference", difference);
    print(file, files.files(), facts);
    if (!json.wanted()) {
      TextTable inputs = new TextTable("input", "type and shape");
      export.inputs().forEach(inputs::row);
      terminal.out().print(inputs.text());
      TextTable outputs = new TextTable("output", "meaning");
      export.outputs().forEach(outputs::row);
      terminal.out().print(outputs.text());
      terminal
          .out()
          .println(
              String.format(
                  Locale.ROOT,
                  "Its outputs differ from those of the model by at most %.1g.",
                  difference));
    }
  }

  private void print(Path file, List<Path> files, Map<String, Object> facts) {
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("file", file.toString());
      result.put("files", files.stream().map(Path::toString).toList());
      result.putAll(facts);
      json.print(result, terminal);
      return;
    }
    for (Path one : files) {
      terminal.out().println("Wrote %s (%s bytes).".formatted(one, one.toFile().length()));
    }
  }
}
