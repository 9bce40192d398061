package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of subwords, from `check` to the predictions of a model that was moved. */
class SubwordCommandsTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeTexts() throws IOException {
    List<String> lines = new ArrayList<>(List.of("text,label"));
    for (int i = 0; i < 40; i++) {
      lines.add(
          i % 2 == 0 ? "lowest and newest film " + i + ",good" : "wide and slow " + i + ",bad");
    }
    Files.write(folder.resolve("texts.csv"), lines);
  }

  private String config(String tokenizer) throws IOException {
    return Files.writeString(
            folder.resolve("texts.yaml"),
            """
            name: texts
            data:
              source: {csv: {path: texts.csv}}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input: {text: {column: text, tokenizer: %s, max_length: 20}}
              target: {class: {column: label}}
            network: [{embedding: {size: 4}}, {lstm: {units: 4}}]
            training: {epochs: 1, batch_size: 8}
            """
                .formatted(tokenizer))
        .toString();
  }

  private static CommandLineRun sluice(String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exit()).as(run.err()).isZero();
    return run;
  }

  private void assertPredictsFromTheModelAlone() throws IOException {
    sluice("train", folder.resolve("texts.yaml").toString(), "--run", run());
    String text = "the newest of the slow \u20ac";
    String before = sluice("predict", run(), text).out();
    Files.delete(folder.resolve("texts.csv"));
    Files.deleteIfExists(folder.resolve("tokenizer.json"));

    assertThat(sluice("predict", run(), text).out()).isEqualTo(before).contains("good");
  }

  private String run() {
    return folder.resolve("run").toString();
  }

  @Test
  void learnedSubwordsAreShownAndKeptInTheModel() throws IOException {
    String config = config("{bpe: {size: 280}}");

    assertThat(sluice("check", config).out()).contains("tokens   wide,  and,  slow,  1\n");

    assertPredictsFromTheModelAlone();
  }

  @Test
  void subwordsOfAFileAreKeptInTheModel() throws IOException {
    Files.copy(
        Path.of("src/test/resources/tokenizers/byte-level.json"), folder.resolve("tokenizer.json"));
    config("{file: {path: tokenizer.json}}");

    assertPredictsFromTheModelAlone();
    assertThat(folder.resolve("run/provenance.json")).content().contains("tokenizer.json");
  }
}
