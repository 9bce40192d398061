package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.plugin.Factory;
import dev.sluice.spec.TokenizerSpec;

/** Makes the tokenizers of one kind. */
public interface TokenizerFactory<S extends TokenizerSpec> extends Factory<S> {
  /** One that has learned nothing. */
  Tokenizer create(S spec);

  /**
   * One that learns from texts, the same from the same texts.
   *
   * @param texts of the training part; may be gone through several times
   */
  default Tokenizer fit(S spec, Iterable<String> texts) {
    return create(spec);
  }

  /** What {@link #fit} gave, from its {@link Tokenizer#toJson}. */
  default Tokenizer fromJson(S spec, JsonNode learned) {
    return create(spec);
  }
}
