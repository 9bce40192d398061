package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.problem.UserException;
import dev.sluice.spec.TokenizerSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files and the ids beside them are of Hugging Face's tokenizers 0.23.3. */
class TokenizerFileTest implements TokenizerContract {
  private static final Path FILES = Path.of("src/test/resources/tokenizers");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Override
  public TokenizerSpec spec() {
    return new TokenizerSpec.File(FILES.resolve("whitespace.json"));
  }

  private static JsonNode json(String name) throws IOException {
    return JSON.readTree(FILES.resolve(name + ".json").toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"byte-level", "whitespace", "metaspace"})
  void tokensAreThoseOfTheLibrary(String name) throws IOException {
    SubwordTokenizer tokenizer = TokenizerJson.read(json(name));
    JsonNode expected = json("expected");

    for (int i = 0; i < expected.path("texts").size(); i++) {
      List<Integer> ids = new ArrayList<>();
      expected.path("ids").path(name).path(i).forEach(id -> ids.add(id.intValue()));

      String text = expected.path("texts").path(i).textValue();

      assertThat(tokenizer.pieces(text).stream().map(tokenizer::id)).as(text).isEqualTo(ids);
    }
  }

  @Test
  void metaspaceIsShownAndWrittenAsABlank() throws IOException {
    SubwordTokenizer tokenizer = TokenizerJson.read(json("metaspace"));

    List<String> tokens = tokenizer.tokens("the film");

    assertThat(tokens).startsWith(" the");
    assertThat(tokenizer.text(tokens, true)).isEqualTo("the film");
  }

  @Test
  void endsOfWordsAreWrittenAsBlanks() throws IOException {
    SubwordTokenizer tokenizer = TokenizerJson.read(json("whitespace"));

    List<String> tokens = tokenizer.tokens("the film");

    assertThat(tokens).hasSizeGreaterThan(2).startsWith("the</w>");
    assertThat(tokenizer.text(tokens, true)).isEqualTo("the film");
    assertThat(tokenizer.written("the</w>", false)).isEqualTo(" the");
  }

  private Path changed(Consumer<ObjectNode> change) throws IOException {
    ObjectNode json = (ObjectNode) json("byte-level");
    change.accept(json);
    return Files.writeString(folder.resolve("tokenizer.json"), json.toString());
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> Tokenizers.create(new TokenizerSpec.File(file)))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(file + ": " + message);
  }

  @ParameterizedTest
  @CsvSource({"WordPiece", "Unigram", "WordLevel"})
  void refusesOtherModelsByName(String kind) throws IOException {
    assertRefused(
        changed(json -> ((ObjectNode) json.get("model")).put("type", kind)),
        "has a model of type '%s'; only BPE is supported\n".formatted(kind)
            + "    use a byte pair encoding tokenizer, such as that of GPT-2, or tokenizer: {bpe: {}}");
  }

  @Test
  void refusesWhatItDoesNotReadByName() throws IOException {
    assertRefused(
        changed(json -> json.putObject("pre_tokenizer").put("type", "UnicodeScripts")),
        "pre_tokenizer: 'UnicodeScripts' is not supported\n    supported are ByteLevel, Metaspace,");
    assertRefused(
        changed(json -> json.putObject("normalizer").put("type", "Precompiled")),
        "normalizer: 'Precompiled' is not supported\n    supported are NFC,");
    assertRefused(
        changed(json -> json.putArray("added_tokens").addObject().put("content", "foo")),
        "added_tokens: 'foo' is not special\n");
    assertRefused(
        changed(json -> ((ObjectNode) json.get("model")).put("dropout", 0.1)),
        "model.dropout: it makes tokenization random\n    set it to null");
  }

  @Test
  void refusesDamagedFiles() throws IOException {
    assertRefused(
        changed(json -> ((ObjectNode) json.get("model")).putArray("merges").add("q zz")),
        "model.merges: merge 1, 'q' and 'zz', needs a token 'zz' that is not in the vocabulary\n");
    assertRefused(
        changed(json -> ((ObjectNode) json.get("model").get("vocab")).put("absurd", 1L << 40)),
        "model.vocab: the token 'absurd' has the id 1099511627776\n");
    assertRefused(
        changed(json -> ((ObjectNode) json.get("model")).putObject("vocab")),
        "model.vocab: there are no tokens\n");
    assertRefused(
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"bert\"}"),
        "is not a tokenizer.json: it has no 'model'\n");
    assertRefused(Files.writeString(folder.resolve("x.json"), "{\"model\": "), "is not JSON: ");
    assertRefused(folder.resolve("gone.json"), "there is no such file\n");
  }
}
