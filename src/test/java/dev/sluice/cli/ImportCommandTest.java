package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.predict.Predictor;
import dev.sluice.run.AtomicFiles;
import dev.sluice.source.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {
  private static final Path NETWORKS = Path.of("src/test/resources/keras/networks");

  /** Embedding of 9 ids, SimpleRNN, Dropout, Dense, Dense with softmax over two. */
  private static final Path OF_IDS = NETWORKS.resolve("keras3-2.keras");

  /** Embedding of 9 ids with mask_zero, LSTM, ELU, Activation and Dense. */
  private static final Path MASKED = NETWORKS.resolve("keras3-6.keras");

  @TempDir private Path folder;

  private Path run() {
    return folder.resolve("run");
  }

  private CommandLineRun imported(Path model, String... options) {
    List<String> command =
        new ArrayList<>(List.of("import", "keras", model.toString(), "--run", run().toString()));
    command.addAll(List.of(options));
    return CommandLineRun.of(command.toArray(String[]::new));
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  /** The model with another config.json. */
  private Path changed(Path model, UnaryOperator<String> config) throws IOException {
    Path other = folder.resolve("changed.keras");
    try (ZipFile zip = new ZipFile(model.toFile());
        OutputStream file = Files.newOutputStream(other);
        ZipOutputStream out = new ZipOutputStream(file)) {
      for (ZipEntry entry : zip.stream().toList()) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        out.putNextEntry(new ZipEntry(entry.getName()));
        out.write(
            entry.getName().equals("config.json")
                ? config
                    .apply(new String(bytes, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8)
                : bytes);
        out.closeEntry();
      }
    }
    return other;
  }

  private static String[] probe(String network) {
    return new String[] {
      "--probe",
      NETWORKS.resolve(network + "-inputs.npz").toString(),
      NETWORKS.resolve(network + "-outputs.npz").toString()
    };
  }

  @Test
  void leavesARunThatEveryCommandOpens() throws IOException {
    Path rows = file("rows.csv", "ids,y\n3 4 5 1 2 3,low\n1 2 3 4 5 6,high\n");

    CommandLineRun imported =
        imported(OF_IDS, "--classes", "low,high", "--rows", rows.toString(), "--column", "ids");

    assertThat(imported.exit()).as(imported.err()).isZero();
    assertThat(imported.out()).contains("network[1] simple_rnn", "were not compared");
    assertThat(CommandLineRun.of("predict", run().toString(), "--input", rows.toString()).out())
        .startsWith("ids,y,prediction,p_low,p_high\n3 4 5 1 2 3,low,high,");
    assertThat(CommandLineRun.of("evaluate", run().toString(), "--data", rows.toString()).out())
        .contains("accuracy");
    assertThat(CommandLineRun.of("describe", run().toString()).out())
        .contains("'simple_rnn' (SimpleRNN)", "Imported from", "Keras 3.15.1");
    assertThat(CommandLineRun.of("runs", folder.toString()).out()).contains("finished");
    assertThat(Files.readString(run().resolve("config.yaml")))
        .contains("- simple_rnn: {units: 4} # 'simple_rnn' (SimpleRNN)\n");
    try (Predictor predictor = Predictor.load(run())) {
      assertThat(predictor.classify(Table.of(List.of("ids"), List.of(List.of("3 4 5 1 2 3")))))
          .singleElement()
          .satisfies(answer -> assertThat(answer.label()).isEqualTo("high"));
    }
  }

  /** What it leaves is no run yet, whatever was written last. */
  @Test
  void anImportThatWasKilledIsBegunAnew() throws IOException {
    String[] command = {
      "import", "keras", OF_IDS.toString(), "--run", folder.resolve("killed").toString()
    };
    Path killed = folder.resolve("killed");
    assertThat(CommandLineRun.of(command).exit()).isZero();
    List<String> written =
        List.of("config.yaml", "status", "import.json", "model", "provenance.json");
    Path unfinished = killed.resolve(".unfinished-1-00000000-0000-0000-0000-000000000000-model");
    for (int left = 1; left <= written.size(); left++) {
      for (String file : written.subList(0, left)) {
        AtomicFiles.remove(killed.resolve(file));
      }
      Files.createDirectories(unfinished);

      CommandLineRun again = CommandLineRun.of(command);

      assertThat(again.exit()).as(again.err()).isZero();
      assertThat(CommandLineRun.of("describe", killed.toString()).exit()).isZero();
      assertThat(unfinished).doesNotExist();
    }
    AtomicFiles.remove(killed.resolve("config.yaml"));
    Files.writeString(killed.resolve("notes.txt"), "mine");

    assertThat(CommandLineRun.of(command).err()).contains("is not an empty folder");
    assertThat(killed.resolve("notes.txt")).exists();
  }

  @Test
  void hasNoTestPartToScore() {
    imported(OF_IDS);

    assertThat(CommandLineRun.of("evaluate", run().toString()).err())
        .isEqualTo(
            """
            %s: its model was imported: there is no test part
                give a file to score: --data FILE
            1 problem
            """
                .formatted(run()));
  }

  @Test
  void comparesWithAProbe() throws IOException {
    List<String> options = new ArrayList<>(List.of(probe("keras3-2")));
    options.add("--json");

    CommandLineRun imported = imported(OF_IDS, options.toArray(String[]::new));

    JsonNode json = new ObjectMapper().readTree(imported.out());
    assertThat(json.get("compared").asInt()).isEqualTo(5);
    assertThat(json.get("difference").asDouble()).isLessThan(1e-5);
  }

  @Test
  void refusesAModelThatAnswersOtherwiseThanItsProbe() throws IOException {
    Path other = changed(OF_IDS, config -> config.replace("\"tanh\"", "\"relu\""));

    CommandLineRun imported = imported(other, probe("keras3-2"));

    assertThat(imported.exit()).isEqualTo(2);
    assertThat(imported.err())
        .contains(
            "example 0: the outputs of the imported network differ by ", "the maximum is 1e-04");
    assertThat(run()).doesNotExist();
  }

  @Test
  void namesAllThatHasNoTranslation() throws IOException {
    Path model =
        changed(
            OF_IDS,
            config ->
                config
                    .replace("\"stateful\": false", "\"stateful\": true")
                    .replace("\"go_backwards\": false", "\"go_backwards\": true")
                    .replace("\"class_name\": \"Dropout\"", "\"class_name\": \"Lambda\""));

    CommandLineRun imported = imported(model);

    assertThat(imported.exit()).isEqualTo(2);
    assertThat(imported.err())
        .contains(
            "%s: layer 'simple_rnn' (SimpleRNN): go_backwards is true; only the backward half of a"
                    .formatted(model)
                + " Bidirectional reads backwards\n",
            "layer 'simple_rnn' (SimpleRNN): stateful is true; Sluice starts each sequence with a new state\n",
            "layer 'dropout_1' (Lambda): cannot be translated; layers that can: Activation,",
            "3 problems\n");
  }

  @Test
  void refusesWeightsOfAnotherShape() throws IOException {
    Path model = changed(OF_IDS, config -> config.replace("\"units\": 4", "\"units\": 5"));

    assertThat(imported(model).err())
        .contains(
            "layer 'simple_rnn' (SimpleRNN): its kernel is (4, 4), and its options need (4, 5)");
  }

  @Test
  void readsTextsWithTheWordsOfTheModel() throws IOException {
    Path words =
        file(
            "words.json",
            """
            {"<OOV>": 1, "good": 2, "bad": 3, "film": 4, "don't": 5, "a": 7, "rare": 20}
            """);
    Path ids = folder.resolve("ids");

    CommandLineRun imported = imported(MASKED, "--words", words.toString());
    CommandLineRun ofIds =
        CommandLineRun.of("import", "keras", MASKED.toString(), "--run", ids.toString());

    assertThat(imported.exit()).as(imported.err()).isZero();
    assertThat(ofIds.exit()).isZero();
    Path texts = file("texts.csv", "text\n\"A GOOD, rare film: don't!\"\n");
    Path sameIds = file("ids.csv", "ids\n7 2 1 4 5\n");
    assertThat(answer(run(), texts)).isEqualTo(answer(ids, sameIds)).contains("0.");
  }

  /** Class and probabilities of the only row, behind its own column. */
  private static String answer(Path run, Path rows) {
    String csv = CommandLineRun.of("predict", run.toString(), "--input", rows.toString()).out();
    return csv.replaceFirst("[^\n]*\n(\"[^\"]*\"|[^,]*),", "");
  }

  @Test
  void asksForTheUnknownWordThatKerasLeavesOut() throws IOException {
    Path words = file("words.txt", "good\nbad\n");

    assertThat(imported(MASKED, "--words", words.toString()).err())
        .contains("so Keras leaves them out", "give the option unknown");
  }

  @Test
  void readsWordsFromLinesOfAnySystem() throws IOException {
    Path words = file("words.txt", "\uFEFF[UNK]\r\ngood\r\nbad\r\n");
    Path texts = file("texts.csv", "text\nbad good\n");

    CommandLineRun imported = imported(MASKED, "--words", words.toString());

    assertThat(imported.exit()).as(imported.err()).isZero();
    Path ids = folder.resolve("ids");
    CommandLineRun.of("import", "keras", MASKED.toString(), "--run", ids.toString());
    assertThat(answer(run(), texts)).isEqualTo(answer(ids, file("ids.csv", "ids\n3 2\n")));
  }

  @Test
  void scalesNumbersAsTheyWereScaled() throws IOException {
    Path model = NETWORKS.resolve("keras3-3.h5");
    Path scaler = file("scaler.json", "{\"inputs\": {\"mean\": [10], \"scale\": [2]}}");
    Path raw = folder.resolve("raw");
    CommandLineRun.of("import", "keras", model.toString(), "--run", raw.toString());

    CommandLineRun imported = imported(model, "--scaler", scaler.toString());

    assertThat(imported.exit()).as(imported.err()).isZero();
    Path rows = file("rows.csv", "sequence,x0\na,12\na,8\n");
    Path scaled = file("scaled.csv", "sequence,x0\na,1\na,-1\n");
    assertThat(CommandLineRun.of("predict", run().toString(), "--input", rows.toString()).out())
        .isEqualTo(
            CommandLineRun.of("predict", raw.toString(), "--input", scaled.toString()).out());
  }

  @Test
  void refusesOptionsWithoutAnEffect() {
    assertThat(imported(OF_IDS, "--columns", "a").err())
        .contains("the option columns has no effect: it reads ids\n", "1 problem");
    assertThat(imported(OF_IDS, "--unknown", "1").err())
        .contains("--index-from, --unknown and --tokenizer need --words FILE");
  }

  @Test
  void refusesAModelOfAClassOfItsOwn() throws IOException {
    Path model =
        changed(
            OF_IDS,
            config ->
                config.replaceFirst("\"class_name\": \"Sequential\"", "\"class_name\": \"My\""));

    assertThat(imported(model).err())
        .contains(
            "the model is of the class \"My\", expected one of Sequential, Functional, Model");
  }

  /** A link could lead to any file of the machine; bench/keras-import writes both. */
  @Test
  void followsNoLinksAndUnpacksNoArrays() {
    assertThat(imported(NETWORKS.resolveSibling("linked.h5")).err())
        .contains("'model_weights/embedding' is a link\n");
    assertThat(imported(NETWORKS.resolveSibling("compressed.h5")).err())
        .contains("embeddings:0' is not a plain array, or is compressed\n");
  }

  @Test
  void refusesPartsThatUnpackToManyTimesTheFile() throws IOException {
    Path model = changed(OF_IDS, config -> config + " ".repeat(20 << 20));

    assertThat(imported(model).err())
        .containsPattern("its config.json unpacks to \\d{8} bytes; the maximum is \\d{7}\n");
  }

  @Test
  void refusesWhatIsNoModel() throws IOException {
    Path text = file("model.h5", "no model");

    assertThat(imported(text).err())
        .isEqualTo(
            """
            %s: is not an HDF5 file, or is damaged
                copy it again, or save the model again
            1 problem
            """
                .formatted(text));
    assertThat(imported(folder.resolve("modell.h5")).err())
        .contains("there is no such file\n    did you mean 'model.h5'?\n");
    assertThat(CommandLineRun.of("import", "torch", text.toString()).err())
        .contains("the format is one of keras, dl4j");
  }
}
