package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Characters beside tokens, from the file to tags of tokens never seen. */
class CharactersCommandsTest {
  private static final List<String> SYLLABLES =
      List.of("bor", "an", "ti", "spe", "lu", "kro", "zen");

  @TempDir Path folder;

  @Test
  void endingsTellTheTagsOfNewWords() throws IOException {
    write(folder.resolve("words.conll"), 150, 1);
    Files.writeString(folder.resolve("new.conll"), "Blorpation\nsprungly\n\nzorkness\n");
    Path config =
        Files.writeString(
            folder.resolve("words.yaml"),
            """
            name: words
            data:
              source: {conll: {path: words.conll, columns: [word, tag]}}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input:
                tokens:
                  column: word
                  lowercase: true
                  vocabulary: {min_count: 2}
                  characters: {lstm: {units: 12}, size: 8, max_length: 12}
              target: {tags: {column: tag}}
            network: [{embedding: {size: 4}}]
            training: {epochs: 15, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
            """);
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("new.conll"));

    assertThat(commands.check().out()).contains("alphabet    ").contains("data.input characters");
    assertThat(commands.describe().out())
        .contains("stock DL4J has no layer of characters in addition to tokens")
        .containsPattern("data.input characters +kernel");
    assertThat(Json.read(run.resolve("results.json")).at("/test/metrics/accuracy").asDouble())
        .isGreaterThan(0.95);
    List<String> tags =
        commands.predict().out().lines().skip(1).map(line -> line.split(",")[2]).toList();
    assertThat(tags).containsExactly("noun", "adverb", "noun");
  }

  @Test
  void endingsTellTheClassesOfTextsOfNewWords() throws IOException {
    texts(folder.resolve("texts.csv"), 150, 1);
    Files.writeString(
        folder.resolve("new.csv"),
        "text\nvork Blorpation\nsprungly vork\nvork vork zorkness\n\"\"\n");
    Path config =
        Files.writeString(
            folder.resolve("texts.yaml"),
            """
            name: texts
            data:
              source: {csv: {path: texts.csv}}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input:
                text:
                  column: text
                  vocabulary: {min_count: 2}
                  max_length: 4
                  keep: both
                  characters: {lstm: {units: 12}, size: 8, max_length: 12}
              target: {class: {column: label, linear: bag_of_words}}
            network: [{embedding: {size: 4}}, {pooling: {method: max}}]
            training: {epochs: 15, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
            """);
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("new.csv"));

    assertThat(commands.check().out()).contains("alphabet    ").contains("data.input characters");
    assertThat(commands.describe().out()).containsPattern("data.input characters +kernel");
    assertThat(Json.read(run.resolve("results.json")).at("/test/metrics/accuracy").asDouble())
        .isGreaterThan(0.95);
    List<String> classes =
        commands.predict().out().lines().skip(1).map(line -> line.split(",")[1]).toList();
    assertThat(classes.subList(0, 3)).containsExactly("noun", "adverb", "noun");

    CommandLineRun explain =
        CommandLineRun.of("explain", run.toString(), "--text", "vork Blorpation vork", "--json");

    assertThat(explain.exit()).as(explain.err()).isZero();
    JsonNode why = new ObjectMapper().readTree(explain.out()).at("/texts/0");
    assertThat(Math.abs(why.path("completeness_error").asDouble())).isLessThan(0.01);
    JsonNode tokens = why.path("tokens");
    assertThat(tokens.size()).isEqualTo(3);
    double[] sums =
        StreamSupport.stream(tokens.spliterator(), false)
            .mapToDouble(token -> token.path("attribution").asDouble())
            .toArray();
    assertThat(sums[1]).isGreaterThan(Math.max(sums[0], sums[2]));
  }

  private static void texts(Path file, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("text,label\n");
    for (int i = 0; i < rows; i++) {
      String ending = i % 2 == 0 ? "ly" : random.nextBoolean() ? "ation" : "ness";
      text.append("vork ").append(stem(random)).append(ending).append(" vork,");
      text.append(i % 2 == 0 ? "adverb\n" : "noun\n");
    }
    Files.writeString(file, text);
  }

  private static String stem(Random random) {
    StringBuilder word = new StringBuilder();
    for (int s = 2 + random.nextInt(3); s > 0; s--) {
      word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
    }
    return word.toString();
  }

  /** Words of random syllables, of which the last tells the tag. */
  private static void write(Path file, int sentences, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> endings = List.of("ation", "ness", "ly");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      for (int w = 1 + random.nextInt(4); w > 0; w--) {
        StringBuilder word = new StringBuilder();
        for (int s = 1 + random.nextInt(3); s > 0; s--) {
          word.append(SYLLABLES.get(random.nextInt(SYLLABLES.size())));
        }
        String ending = endings.get(random.nextInt(3));
        word.append(ending);
        text.append(word).append(ending.equals("ly") ? "\tadverb\n" : "\tnoun\n");
      }
      text.append("\n");
    }
    Files.writeString(file, text);
  }
}
