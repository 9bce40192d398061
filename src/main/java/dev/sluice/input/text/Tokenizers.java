package dev.sluice.input.text;

import dev.sluice.plugin.Factories;
import dev.sluice.spec.TokenizerSpec;

/** The tokenizers on the class path. */
public final class Tokenizers {
  private static final Factories<TokenizerFactory<?>> FACTORIES =
      Factories.of(TokenizerFactory.class);

  private Tokenizers() {}

  /** The tokenizer that a spec describes. */
  public static Tokenizer create(TokenizerSpec spec) {
    return create(FACTORIES.forSpec(spec), spec);
  }

  private static <S extends TokenizerSpec> Tokenizer create(
      TokenizerFactory<S> factory, TokenizerSpec spec) {
    return factory.create(factory.spec().cast(spec));
  }
}
