package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tags with a conditional random field, from the file to tags of new tokens. */
class CrfCommandsTest {
  @TempDir Path folder;

  @Test
  void spansAreCheckedDescribedTrainedScoredAndPredicted() throws IOException {
    write(folder.resolve("names.conll"), 120, true);
    write(folder.resolve("new.conll"), 20, false);
    Path config =
        Files.writeString(
            folder.resolve("names.yaml"),
            """
            name: names
            data:
              source: {conll: {path: names.conll, columns: [word, tag]}}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input: {tokens: {column: word}}
              target: {tags: {column: tag, scheme: iob2, crf: {}}}
            network: [{embedding: {size: 8}}, {dense: {units: 8}}]
            training: {epochs: 15, batch_size: 8, optimizer: {adam: {learning_rate: 0.05}}}
            """);
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("new.conll"));

    assertThat(commands.check().out()).containsPattern("output crf +8 +3 +42"); // 8 x 3 + 3 + 9 + 6
    assertThat(commands.describe().out())
        .contains(
            "Deeplearning4j cannot run this network: stock DL4J has no conditional random field");
    JsonNode results = Json.read(run.resolve("results.json"));
    assertThat(results.at("/test/metrics/span_f1").asDouble()).isGreaterThan(0.95);
    assertThat(run.resolve("report.html")).content().contains("span_f1");
    List<String> lines = commands.predict().out().lines().toList();
    assertThat(lines.get(0)).isEqualTo("sentence,word,prediction,p");
    String before = "";
    for (String line : lines.subList(1, lines.size())) {
      String[] cells = line.split(",");
      if (cells[2].equals("I-name")) {
        assertThat(before).as(line).startsWith(cells[0] + ",").matches(".*,[BI]-name,.*");
      }
      before = line;
    }
  }

  /** Only what stands before it tells whether a hill is part of a name. */
  private static void write(Path file, int sentences, boolean tagged) throws IOException {
    Random random = new Random(3);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      for (int w = 2 + random.nextInt(4); w > 0; w--) {
        if (random.nextInt(3) == 0) {
          text.append(tagged ? "van\tB-name\nhill\tI-name\n" : "van\nhill\n");
        } else {
          String word = List.of("hill", "green", "far").get(random.nextInt(3));
          text.append(word).append(tagged ? "\tO\n" : "\n");
        }
      }
      text.append("\n");
    }
    Files.writeString(file, text);
  }
}
