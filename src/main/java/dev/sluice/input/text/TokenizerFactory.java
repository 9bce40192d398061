package dev.sluice.input.text;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.TokenizerSpec;

/** Makes the tokenizers of one kind. */
public interface TokenizerFactory<S extends TokenizerSpec> extends Factory<S> {
  Tokenizer create(S spec);
}
