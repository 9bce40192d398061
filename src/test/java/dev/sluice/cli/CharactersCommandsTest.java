package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Characters beside tokens, from the file to tags of tokens never seen. */
class CharactersCommandsTest {
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
        .contains("stock DL4J has no layer of characters beside tokens")
        .containsPattern("data.input characters +kernel");
    assertThat(Json.read(run.resolve("results.json")).at("/test/metrics/accuracy").asDouble())
        .isGreaterThan(0.95);
    List<String> tags =
        commands.predict().out().lines().skip(1).map(line -> line.split(",")[2]).toList();
    assertThat(tags).containsExactly("noun", "adverb", "noun");
  }

  /** Words of random syllables, of which the last tells the tag. */
  private static void write(Path file, int sentences, long seed) throws IOException {
    Random random = new Random(seed);
    List<String> syllables = List.of("bor", "an", "ti", "spe", "lu", "kro", "zen");
    List<String> endings = List.of("ation", "ness", "ly");
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sentences; i++) {
      for (int w = 1 + random.nextInt(4); w > 0; w--) {
        StringBuilder word = new StringBuilder();
        for (int s = 1 + random.nextInt(3); s > 0; s--) {
          word.append(syllables.get(random.nextInt(syllables.size())));
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
