package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.predict.Predictor;
import dev.sluice.run.Json;
import dev.sluice.task.text.TextPrediction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file of pairs to the texts that belong to new ones. */
class TranslationCommandsTest {
  @TempDir Path folder;

  @Test
  void textsAreCheckedDescribedTrainedScoredAndWritten() throws IOException {
    write(folder.resolve("times.csv"), 1200, 3);
    write(folder.resolve("new.csv"), 20, 4);
    Path config =
        Files.writeString(
            folder.resolve("times.yaml"),
            """
            name: times
            data:
              source: {csv: {path: times.csv}}
              split: {validation: {share: 0.1}, test: {share: 0.1}}
              input: {text: {column: spoken, tokenizer: {whitespace: {}}, max_length: 8}}
              target:
                text: {column: time, tokenizer: {characters: {}}, max_length: 8, beam: {width: 2}}
            network:
              encoder: [{embedding: {size: 16}}, {bidirectional: {layer: {gru: {units: 16}}}}]
              decoder: [{embedding: {size: 8}}, {gru: {units: 32}}]
              attention: {general: {}}
            training: {epochs: 8, batch_size: 16, optimizer: {adam: {learning_rate: 0.01}}}
            """);
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("new.csv"));

    CommandLineRun aligned =
        CommandLineRun.of("predict", run.toString(), "--alignment", "5 past 7 in the evening");

    assertThat(commands.check().out())
        .contains("network.encoder[1] bidirectional", "network.decoder[1] gru");
    assertThat(commands.describe().out()).contains("stock DL4J has no decoder of texts");
    JsonNode test = Json.read(run.resolve("results.json")).at("/test");
    assertThat(test.at("/metrics/exact_match").asDouble()).isGreaterThan(0.9);
    assertThat(test.at("/metrics/bleu").asDouble())
        .isGreaterThan(test.at("/baselines/copy_source/bleu").asDouble());
    assertThat(test.at("/metrics/perplexity").asDouble()).isBetween(1.0, 1.5);
    assertThat(test.at("/metrics").properties())
        .extracting(Map.Entry::getKey)
        .contains("chrf", "token_accuracy");
    assertThat(Files.readAllLines(run.resolve("predictions.csv")).get(0))
        .isEqualTo("row,actual,prediction");
    assertThat(run.resolve("report.html")).content().contains("bleu", "Attention");
    JsonNode map = Json.read(run.resolve("attention.json")).at("/texts/2");
    assertThat(map.at("/source")).extracting(JsonNode::asText).contains("in", "the");
    assertThat(map.at("/written")).extracting(JsonNode::asText).contains(":", "m");
    assertThat(map.at("/weights")).hasSameSizeAs(map.at("/written"));
    for (JsonNode weights : map.at("/weights")) {
      assertThat(weights).hasSameSizeAs(map.at("/source"));
      assertThat(
              StreamSupport.stream(weights.spliterator(), false)
                  .mapToDouble(JsonNode::asDouble)
                  .sum())
          .isCloseTo(1, within(1e-3));
    }
    assertThat(commands.predict().out().lines().findFirst())
        .hasValue("spoken,time,prediction,log_probability");
    String[] lines = aligned.out().split("\\R");
    assertThat(lines[0]).isEqualTo("spoken,prediction,log_probability,alignment");
    assertThat(lines[1])
        .startsWith("5 past 7 in the evening,7:05 pm,")
        .contains("[{\"\"token\"\":\"\"7\"\",\"\"source\"\":");
    try (Predictor predictor = Predictor.load(run)) {
      TextPrediction answer = predictor.translate("5 past 7 in the evening");
      assertThat(answer.text()).isEqualTo("7:05 pm");
      assertThat(answer.best()).hasSize(2);
      assertThat(answer.best().get(0).alignment())
          .extracting(TextPrediction.Aligned::token)
          .containsExactly("7", ":", "0", "5", " ", "p", "m");

      assertThat(answer.best().get(0).score()).isGreaterThan(answer.best().get(1).score());
    }
  }

  /** In spoken words and on a clock. */
  private static void write(Path file, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("spoken,time\n");
    for (int i = 0; i < rows; i++) {
      int hour = 1 + random.nextInt(11);
      int minute = 1 + random.nextInt(29);
      boolean evening = random.nextBoolean();
      boolean before = random.nextBoolean();
      text.append(
          String.format(
              Locale.ROOT,
              "%s %s %s in the %s,%s:%02d %s%n",
              minute,
              before ? "to" : "past",
              before ? hour + 1 : hour,
              evening ? "evening" : "morning",
              hour,
              before ? 60 - minute : minute,
              evening ? "pm" : "am"));
    }
    Files.writeString(file, text);
  }
}
