package dev.sluice.cli;

import dev.sluice.imports.ImportFormat;
import dev.sluice.imports.ImportOptions;
import dev.sluice.imports.ModelImport;
import dev.sluice.problem.ShellWord;
import dev.sluice.run.RunFolder;
import dev.sluice.spec.InputSpec;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "import",
    description = {
      "Makes a run from a Keras or DL4J model, for predict, evaluate and Predictor.",
      "",
      "Layers are translated one by one; a layer without a translation is refused by name. The file"
          + " is read as data: nothing in it is run. With --probe, the outputs are compared with"
          + " those of the other program, and the model is refused if they differ by more than"
          + " 1e-4."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sluice import keras model.keras --probe inputs.npz outputs.npz",
      "  sluice import keras imdb.h5 --words word_index.json --index-from 3 --unknown 2",
      "  sluice import keras weather.keras --columns t0..t23 --scaler scaler.json",
      "  sluice import dl4j model.zip --probe inputs.npz outputs.npz"
    })
final class ImportCommand implements Runnable {
  private static final Path RUNS = Path.of("runs");
  private static final List<String> TARGETS = List.of("class", "labels", "number", "tags");
  private static final List<String> TOKENIZERS =
      List.of("keras", "words", "whitespace", "characters");

  private final Terminal terminal;
  private final InstantSource clock;
  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "FORMAT",
      description = "The program that saved the model: keras or dl4j.")
  private String format;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The model: .h5 or .keras; for dl4j, model.zip.")
  private Path file;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      description = "The folder of the run; it must be new or empty.")
  private Path folder;

  @Option(
      names = "--probe",
      arity = "2",
      paramLabel = "NPZ",
      description = "Two NumPy files with one array each: inputs of the model and its outputs.")
  private List<Path> probe = List.of();

  @Option(
      names = "--rows",
      paramLabel = "FILE",
      description =
          "A file of rows that the model will read; its extension gives the format. It need not"
              + " exist. Default: rows.csv.")
  private Optional<Path> rows;

  @Option(
      names = "--column",
      paramLabel = "NAME",
      description = "The column with the texts or the ids. Default: text or ids.")
  private Optional<String> column;

  @Option(
      names = "--columns",
      paramLabel = "NAME",
      split = ",",
      description =
          "The columns with the numbers: one for each step or, for sequences of any length, one for"
              + " each feature; x0..x9 means ten. Default: x0, x1, ...")
  private List<String> columns = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "KIND",
      description =
          "What the outputs are: class, labels, number or tags. Default: by activation and loss.")
  private Optional<String> target;

  @Option(
      names = "--target-columns",
      paramLabel = "NAME",
      split = ",",
      description = "The target column, or one for each number. Default: y, or y0, y1, ...")
  private List<String> targetColumns = new ArrayList<>();

  @Option(
      names = "--classes",
      paramLabel = "NAME",
      split = ",",
      description =
          "The classes, labels or tags in the order of the outputs; for one sigmoid, those of 0 and"
              + " 1. Default: 0, 1, ...")
  private List<String> classes = new ArrayList<>();

  @Option(
      names = "--words",
      paramLabel = "FILE",
      description =
          "The words of the embedding, so that the model reads texts: JSON of words and ids, as in"
              + " Keras's get_word_index() or word_index, or one word per line.")
  private Optional<Path> words;

  @Option(
      names = "--index-from",
      paramLabel = "N",
      description = "Number to add to the ids of --words: 3 for those of Keras's imdb.")
  private Optional<Integer> indexFrom;

  @Option(
      names = "--unknown",
      paramLabel = "ID",
      description = "The id of words that are not in --words: 2 for Keras's imdb.")
  private Optional<Integer> unknown;

  @Option(
      names = "--tokenizer",
      paramLabel = "KIND",
      description =
          "How texts are split: keras like its Tokenizer (the default), words, whitespace or"
              + " characters.")
  private Optional<String> tokenizer;

  @Option(
      names = "--scaler",
      paramLabel = "FILE",
      description =
          "JSON with the scaling of the numbers, (x - mean) / scale: {\"inputs\": {\"mean\": [..],"
              + " \"scale\": [..]}, \"outputs\": ..}.")
  private Optional<Path> scaler;

  @Option(
      names = "--max-length",
      paramLabel = "N",
      description = "The maximum number of steps of an example, if the model does not fix it.")
  private Optional<Integer> maxLength;

  @Option(
      names = "--padding",
      paramLabel = "SIDE",
      description = "Where the model saw padding: pre (the default) or post.")
  private Optional<String> padding;

  @Option(
      names = "--keep",
      paramLabel = "PART",
      description = "What to keep of a longer example: end (the default), start or both.")
  private Optional<String> keep;

  @Mixin private JsonOption json;

  ImportCommand(Terminal terminal, InstantSource clock) {
    this.terminal = terminal;
    this.clock = clock;
  }

  @Override
  public void run() {
    requireOneOf("the format", Optional.of(format), words(ImportFormat.values()));
    requireOneOf("--target", target, TARGETS);
    requireOneOf("--tokenizer", tokenizer, TOKENIZERS);
    requireOneOf("--padding", padding, words(InputSpec.Padding.values()));
    requireOneOf("--keep", keep, words(InputSpec.Keep.values()));
    if (words.isEmpty()
        && (indexFrom.isPresent() || unknown.isPresent() || tokenizer.isPresent())) {
      throw new ParameterException(
          command.commandLine(), "--index-from, --unknown and --tokenizer need --words FILE");
    }
    if (maxLength.filter(most -> most < 1 || most > 1_000_000).isPresent()) {
      throw new ParameterException(command.commandLine(), "--max-length must be from 1 to 1000000");
    }
    if (indexFrom.filter(from -> from < 0 || from > 1_000_000).isPresent()) {
      throw new ParameterException(command.commandLine(), "--index-from must be from 0 to 1000000");
    }
    ModelImport model =
        ModelImport.of(ImportFormat.valueOf(format.toUpperCase(Locale.ROOT)), file, options());
    Instant now = clock.instant();
    RunFolder run =
        folder == null
            ? RunFolder.create(RUNS, model.config().config().name(), now)
            : RunFolder.createAt(folder);
    model.leaveIn(run, now);
    tell(model, run);
  }

  private ImportOptions options() {
    return new ImportOptions(
        rows,
        new ImportOptions.Input(
            column,
            columns,
            words.map(
                of ->
                    new ImportOptions.Words(
                        of, indexFrom.orElse(0), unknown, tokenizer.orElse(TOKENIZERS.get(0)))),
            maxLength,
            padding.map(side -> InputSpec.Padding.valueOf(side.toUpperCase(Locale.ROOT))),
            keep.map(part -> InputSpec.Keep.valueOf(part.toUpperCase(Locale.ROOT)))),
        new ImportOptions.Output(target, targetColumns, classes),
        scaler,
        probe.isEmpty()
            ? Optional.empty()
            : Optional.of(new ImportOptions.Probe(probe.get(0), probe.get(1))));
  }

  private static List<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
  }

  private void requireOneOf(String name, Optional<String> given, List<String> known) {
    if (given.filter(word -> !known.contains(word)).isPresent()) {
      throw new ParameterException(
          command.commandLine(), "%s is one of %s".formatted(name, String.join(", ", known)));
    }
  }

  private void tell(ModelImport model, RunFolder run) {
    if (json.wanted()) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("run", run.path().toString());
      result.put("program", model.program());
      result.put("layers", model.origins());
      result.put("parameters", model.plan().parameters());
      result.put("notes", model.notes());
      result.put("compared", model.compared());
      model.difference().ifPresent(most -> result.put("difference", most));
      json.print(result, terminal);
    } else {
      terminal.out().print(NetworkTable.text(model.plan(), 1));
      terminal.out().println();
      terminal.out().print(ImportedNetwork.notes(model.notes()));
      terminal
          .out()
          .println(ImportedNetwork.compared(model.compared(), model.difference(), model.program()));
      terminal.out().println("run " + run.path());
      terminal.out().println("look at it: sluice describe " + ShellWord.of(run.path()));
    }
    terminal.out().flush();
  }
}
