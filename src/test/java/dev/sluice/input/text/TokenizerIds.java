package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.spec.TokenizerSpec;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What bench/tokenizers compares with the library of Hugging Face. */
final class TokenizerIds {
  private static final ObjectMapper JSON = new ObjectMapper();

  private TokenizerIds() {}

  /**
   * {@code ids TOKENIZER TEXTS OUT} writes the ids of each text, {@code train SIZE TEXTS OUT} a
   * {@code tokenizer.json}; texts are JSON strings, one a line.
   */
  public static void main(String[] args) throws IOException {
    List<String> texts = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(args[2]))) {
      texts.add(JSON.readValue(line, String.class));
    }
    long begun = System.nanoTime();
    if (args[0].equals("train")) {
      Tokenizer trained =
          Tokenizers.fit(new TokenizerSpec.Bpe(Integer.parseInt(args[1]), true), texts);
      report("trained on", texts.size(), begun);
      Files.writeString(Path.of(args[3]), trained.toJson().orElseThrow().toString());
      begun = System.nanoTime();
      texts.forEach(trained::tokens);
      report("cut", texts.size(), begun);
      return;
    }
    JsonNode json = JSON.readTree(Path.of(args[1]).toFile());
    SubwordTokenizer tokenizer = TokenizerJson.read(json);
    try (BufferedWriter out = Files.newBufferedWriter(Path.of(args[3]))) {
      for (String text : texts) {
        out.write(tokenizer.pieces(text).stream().map(tokenizer::id).toList().toString());
        out.newLine();
      }
    }
  }

  private static void report(String what, int texts, long begun) {
    System.out.printf(
        "%s %s texts in %s ms%n", what, texts, (System.nanoTime() - begun) / 1_000_000);
  }
}
