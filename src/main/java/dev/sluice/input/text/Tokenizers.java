package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.plugin.Factories;
import dev.sluice.spec.TokenizerSpec;

/** The tokenizers on the class path. */
public final class Tokenizers {
  private static final Factories<TokenizerFactory<?>> FACTORIES =
      Factories.of(TokenizerFactory.class);

  private static final String KEY = "tokenizer";

  private Tokenizers() {}

  /** The tokenizer that a spec describes. */
  public static Tokenizer create(TokenizerSpec spec) {
    return create(FACTORIES.forSpec(spec), spec);
  }

  /** A tokenizer that has learned from texts of the training part. */
  public static Tokenizer fit(TokenizerSpec spec, Iterable<String> texts) {
    return fit(FACTORIES.forSpec(spec), spec, texts);
  }

  /**
   * Restores the tokenizer that {@link #write} wrote.
   *
   * @param fitted the fitted state that includes the tokenizer
   */
  public static Tokenizer read(TokenizerSpec spec, JsonNode fitted) {
    return fitted.has(KEY)
        ? fromJson(FACTORIES.forSpec(spec), spec, fitted.get(KEY))
        : create(spec);
  }

  /** Adds what a tokenizer has learned to the fitted state, if it has learned anything. */
  public static void write(Tokenizer tokenizer, ObjectNode fitted) {
    tokenizer.toJson().ifPresent(learned -> fitted.set(KEY, learned));
  }

  private static <S extends TokenizerSpec> Tokenizer fit(
      TokenizerFactory<S> factory, TokenizerSpec spec, Iterable<String> texts) {
    return factory.fit(factory.spec().cast(spec), texts);
  }

  private static <S extends TokenizerSpec> Tokenizer fromJson(
      TokenizerFactory<S> factory, TokenizerSpec spec, JsonNode learned) {
    return factory.fromJson(factory.spec().cast(spec), learned);
  }

  private static <S extends TokenizerSpec> Tokenizer create(
      TokenizerFactory<S> factory, TokenizerSpec spec) {
    return factory.create(factory.spec().cast(spec));
  }
}
