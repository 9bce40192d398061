package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.frame.FittedJson;
import dev.sluice.spec.TokenizerSpec;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes {@link TokenizerSpec.Bpe}. */
public final class BpeFactory implements TokenizerFactory<TokenizerSpec.Bpe> {
  @Override
  public Class<TokenizerSpec.Bpe> spec() {
    return TokenizerSpec.Bpe.class;
  }

  /** Bytes alone: nothing has been learned. */
  @Override
  public Tokenizer create(TokenizerSpec.Bpe spec) {
    return fit(spec, List.of());
  }

  @Override
  public Tokenizer fit(TokenizerSpec.Bpe spec, Iterable<String> texts) {
    Map<String, long[]> counts = new HashMap<>();
    for (String text : texts) {
      for (String word : words(text, spec.lowercase())) {
        counts.computeIfAbsent(word, w -> new long[1])[0]++;
      }
    }
    Map<String, Long> ofBytes = new HashMap<>(2 * counts.size());
    counts.forEach((word, count) -> ofBytes.put(ByteAlphabet.of(word), count[0]));
    BytePairTraining training = new BytePairTraining(ofBytes);
    training.run(spec.size());
    return TokenizerJson.read(TokenizerJson.of(training, spec.lowercase()));
  }

  /** The words of {@link TokenizerJson#of}, before they are converted to bytes. */
  private static List<String> words(String text, boolean lowercase) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
    String normal = lowercase ? TokenizerJson.lowercase(composed) : composed;
    return WordPieces.gpt2(normal.startsWith(" ") || normal.isEmpty() ? normal : " " + normal);
  }

  @Override
  public Tokenizer fromJson(TokenizerSpec.Bpe spec, JsonNode learned) {
    return fromBundle(learned);
  }

  /** Restores the tokenizer of a model. */
  static Tokenizer fromBundle(JsonNode learned) {
    try {
      return TokenizerJson.read(learned);
    } catch (TokenizerJson.Refused e) {
      throw FittedJson.damaged("tokenizer: " + e.getMessage());
    }
  }
}
