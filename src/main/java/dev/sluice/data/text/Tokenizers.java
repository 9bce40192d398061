package dev.sluice.data.text;

import dev.sluice.spec.TokenizerSpec;
import java.util.ServiceLoader;

/** The tokenizers on the class path. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * The tokenizer that a spec describes.
   *
   * @throws IllegalStateException if a plug-in registered the record but no {@link
   *     TokenizerFactory}
   */
  public static Tokenizer create(TokenizerSpec spec) {
    for (TokenizerFactory<?> factory : ServiceLoader.load(TokenizerFactory.class)) {
      if (factory.spec() == spec.getClass()) {
        return create(factory, spec);
      }
    }
    throw new IllegalStateException(
        "no TokenizerFactory makes a %s; name one in META-INF/services/%s"
            .formatted(spec.getClass().getName(), TokenizerFactory.class.getName()));
  }

  private static <S extends TokenizerSpec> Tokenizer create(
      TokenizerFactory<S> factory, TokenizerSpec spec) {
    return factory.create(factory.spec().cast(spec));
  }
}
