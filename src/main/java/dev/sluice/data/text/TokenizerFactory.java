package dev.sluice.data.text;

import dev.sluice.spec.TokenizerSpec;

/** Makes the tokenizers of one kind; found by {@link java.util.ServiceLoader}. */
public interface TokenizerFactory<S extends TokenizerSpec> {
  /** The record that describes the tokenizer. */
  Class<S> spec();

  Tokenizer create(S spec);
}
