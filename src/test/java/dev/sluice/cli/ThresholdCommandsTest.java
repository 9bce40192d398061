package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A threshold from the config to predictions of new rows. */
class ThresholdCommandsTest {
  @TempDir private Path folder;

  /** Texts that say nothing of their class. */
  @BeforeEach
  void writeConfig() throws IOException {
    List<String> rows = new ArrayList<>(List.of("text,class"));
    for (int i = 0; i < 64; i++) {
      rows.add("word%s,%s".formatted(i % 3, i / 3 % 2 == 0 ? "no" : "yes"));
    }
    Files.write(folder.resolve("rows.csv"), rows);
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        name: toy
        data:
          source: {csv: {path: rows.csv}}
          split: {validation: {share: 0.25}, test: {share: 0.25}}
          input: {text: {column: text, max_length: 3}}
          target: {class: {column: class}}
        network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
        training: {epochs: 1}
        """);
  }

  private Path train(String threshold, String err) {
    Path run = folder.resolve("run" + threshold.length());
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            folder.resolve("config.yaml").toString(),
            "--set",
            "evaluation.threshold=" + threshold,
            "--run",
            run.toString());
    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.err()).contains(err);
    return run;
  }

  @Test
  void aPrecisionThatIsNotReachedIsToldByTrainAndDescribe() {
    String why = "No threshold reaches precision 0.99 on the validation part";

    Path run = train("{precision: 0.99}", why);

    assertThat(Json.read(run.resolve("results.json")).at("/training/note").asText()).contains(why);
    assertThat(CommandLineRun.of("describe", run.toString()).out())
        .contains("Chosen in training: " + why)
        .endsWith("The threshold stays 0.5; require less, or train a better model.\n");
  }

  @Test
  void predictAndEvaluateAnswerFromItOn() throws IOException {
    String chosen = "'yes' is predicted from a probability of 0.001, chosen by the value 0.001";

    Path run = train("{value: 0.001}", chosen);

    assertThat(CommandLineRun.of("predict", run.toString(), "word1", "word2").out().lines().skip(1))
        .hasSize(2)
        .allMatch(line -> line.matches("word\\d,yes,.*"));
    assertThat(CommandLineRun.of("evaluate", run.toString(), "--json").out())
        .contains("\"recall_positive\":1.0", "\"note\":\"" + chosen + "\"");
    String sentence = "Chosen in training: " + chosen + ".";
    assertThat(CommandLineRun.of("evaluate", run.toString()).out())
        .containsOnlyOnce("\n" + sentence + "\n");
    assertThat(CommandLineRun.of("describe", run.toString()).out()).endsWith(sentence + "\n");
    assertThat(Files.readString(run.resolve("report.html")))
        .containsOnlyOnce(sentence.replace("'", "&#39;"));
  }
}
