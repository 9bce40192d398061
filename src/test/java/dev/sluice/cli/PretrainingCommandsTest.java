package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainingCommandsTest {
  @TempDir Path folder;

  @BeforeEach
  void writeConfigAndData() throws IOException {
    StringBuilder rows = new StringBuilder("text,label\n");
    for (int i = 0; i < 40; i++) {
      rows.append("w%s w%s %s,%s\n".formatted(i % 5, i % 7, i % 2 == 0 ? "fine" : "bad", i % 2));
    }
    Files.writeString(folder.resolve("texts.csv"), rows);
    Files.writeString(folder.resolve("more.csv"), "text\nw1 w2\nw3 w4\n");
    Files.writeString(
        folder.resolve("toy.yaml"),
        """
        name: toy
        data:
          source: {csv: {path: texts.csv}}
          split: {validation: {share: 0.2}, test: {share: 0.2}}
          input: {text: {column: text, max_length: 5}}
          target: {class: {column: label}}
        network: [{embedding: {size: 3}}, {bidirectional: {layer: {lstm: {units: 2}}}}]
        training:
          epochs: 2
          pretrain: {language_model: {epochs: 2, unlabelled: {csv: {path: more.csv}}, cache: kept}}
        evaluation: {baselines: []}
        """);
  }

  @ParameterizedTest
  @CsvSource({
    "language_model, a language model learned to predict the next token",
    "sequence_autoencoder, a sequence autoencoder learned to reproduce the texts"
  })
  void everyCommandKnowsThePretraining(String kind, String told) throws IOException {
    Path file = folder.resolve("toy.yaml");
    Files.writeString(file, Files.readString(file).replace("language_model", kind));
    String config = file.toString();
    Path run = folder.resolve("run");

    CommandLineRun check = CommandLineRun.of("check", config);
    CommandLineRun describe = CommandLineRun.of("describe", config, "--json");
    CommandLineRun train = CommandLineRun.of("train", config, "--run", run.toString());
    CommandLineRun again =
        CommandLineRun.of("train", config, "--run", folder.resolve("again").toString());

    assertThat(check.out())
        .containsSubsequence(
            "pretraining: a " + kind.replace('_', ' '),
            "layers      network[0] embedding, network[1] bidirectional",
            "directions  both",
            "texts       26", // 24 of the training part, 2 without a label
            "tokens      76");
    assertThat(describe.out()).contains("\"pretraining\":{\"layers\":[\"network[0] embedding\"");
    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.err())
        .containsSubsequence("pretraining 1/2  loss", "pretraining 2/2", "epoch 1/2", "epoch 2/2");
    assertThat(Files.readAllLines(run.resolve("pretraining.jsonl"))).hasSize(2);
    assertThat(Files.readString(run.resolve("report.html")))
        .contains("<h2>Pretraining</h2>", "<dt>pretraining texts</dt>", told);
    assertThat(Files.readString(run.resolve("provenance.json"))).contains("more.csv");
    assertThat(again.err())
        .containsSubsequence("pretraining: reused from", "pretraining 2/2", "epoch 1/2");
    assertThat(Files.readString(folder.resolve("again/predictions.csv")))
        .isEqualTo(Files.readString(run.resolve("predictions.csv")));

    Files.delete(folder.resolve("more.csv"));
    assertThat(CommandLineRun.of("evaluate", run.toString()).exit()).isZero();
    Files.delete(folder.resolve("texts.csv"));
    Files.writeString(folder.resolve("new.csv"), "text\nw1 fine\n");
    CommandLineRun predict =
        CommandLineRun.of(
            "predict", run.toString(), "--input", folder.resolve("new.csv").toString());
    assertThat(predict.exit()).as(predict.err()).isZero();
  }
}
