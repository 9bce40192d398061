package dev.sluice.export;

import dev.sluice.run.AtomicFiles;
import dev.sluice.run.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An ONNX file and its companions: an example with its answers, programs in Python and Java that
 * run it, and the tokenizer if there is one.
 */
public final class OnnxFiles {
  private static final double TOLERANCE = 1e-5;
  private static final int EXAMPLES = 4;

  private final OnnxExport export;
  private final Path file;

  /**
   * @param file of the graph; the others have the same name with other extensions
   */
  public OnnxFiles(OnnxExport export, Path file) {
    this.export = export;
    this.file = file;
  }

  /** All files, the graph first. */
  public List<Path> files() {
    List<Path> files =
        new ArrayList<>(List.of(file, beside("example.txt"), beside("py"), beside("java")));
    export.tokenizer().ifPresent(json -> files.add(beside("tokenizer.json")));
    return files;
  }

  private Path beside(String ending) {
    return file.resolveSibling(stem() + "." + ending);
  }

  private String stem() {
    String name = file.getFileName().toString();
    return name.endsWith(".onnx") ? name.substring(0, name.length() - ".onnx".length()) : name;
  }

  /**
   * Compares the graph with the model and writes all files.
   *
   * @return the largest difference, relative to the largest number of an output if that is above 1
   * @throws IllegalStateException if they differ: a bug
   */
  public double write() {
    ExportedExample examples = ExportedExample.of(export, EXAMPLES);
    double difference =
        examples.difference(OnnxEvaluator.run(export.model().getGraph(), examples.inputs()));
    if (!(difference <= TOLERANCE)) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "the outputs of the exported network differ by %.2g; nothing was written",
              difference));
    }
    AtomicFiles.write(file, export.bytes()); // first: only this may be too large for the disk
    AtomicFiles.write(beside("example.txt"), text(ExportedExample.of(export, 1)));
    AtomicFiles.write(beside("py"), program("run.py.txt"));
    AtomicFiles.write(beside("java"), program("Run.java.txt"));
    export
        .tokenizer()
        .ifPresent(json -> AtomicFiles.write(beside("tokenizer.json"), Json.line(json)));
    return difference;
  }

  /** One line for each: {@code input ids 1x7 3 4 5 ..}. */
  static String text(ExportedExample example) {
    StringBuilder text = new StringBuilder();
    example.inputs().forEach((name, tensor) -> text.append(line("input", name, tensor)));
    example.outputs().forEach((name, tensor) -> text.append(line("output", name, tensor)));
    return text.toString();
  }

  private static String line(String kind, String name, Tensor tensor) {
    String shape =
        IntStream.of(tensor.shape()).mapToObj(String::valueOf).collect(Collectors.joining("x"));
    String numbers =
        Arrays.stream(tensor.values())
            .mapToObj(
                value ->
                    value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE
                        ? Long.toString((long) value)
                        : Double.toString(value))
            .collect(Collectors.joining(" "));
    return "%s %s %s %s\n".formatted(kind, name, shape, numbers);
  }

  private String program(String resource) {
    try (var in = OnnxFiles.class.getResourceAsStream(resource)) {
      String template = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      StringBuilder facts = new StringBuilder();
      for (Map.Entry<String, String> input : export.inputs().entrySet()) {
        facts.append("  input %s: %s\n".formatted(input.getKey(), input.getValue()));
      }
      for (Map.Entry<String, String> output : export.outputs().entrySet()) {
        facts.append("  output %s: %s\n".formatted(output.getKey(), output.getValue()));
      }
      String comment = resource.startsWith("run.py") ? "#" : "//";
      return template
          .replace("@STEM@", stem())
          .replace("@FILE@", file.getFileName().toString())
          .replace(
              "@FACTS@",
              facts
                  .toString()
                  .stripTrailing()
                  .lines()
                  .map(comment::concat)
                  .collect(Collectors.joining("\n")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The size in bytes of the graph's file, once it is written. */
  public long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
