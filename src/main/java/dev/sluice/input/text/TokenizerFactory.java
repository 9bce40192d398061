package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.plugin.Factory;
import dev.sluice.spec.TokenizerSpec;

/** Makes the tokenizers of one kind. */
public interface TokenizerFactory<S extends TokenizerSpec> extends Factory<S> {
  /** A tokenizer that has learned nothing. */
  Tokenizer create(S spec);

  /**
   * Learns from texts; the result depends on nothing else.
   *
   * @param texts of the training part; may be iterated over several times
   */
  default Tokenizer fit(S spec, Iterable<String> texts) {
    return create(spec);
  }

  /** Restores a tokenizer that {@link #fit} returned, from its {@link Tokenizer#toJson}. */
  default Tokenizer fromJson(S spec, JsonNode learned) {
    return create(spec);
  }
}
