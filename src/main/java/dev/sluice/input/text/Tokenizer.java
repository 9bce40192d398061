package dev.sluice.input.text;

import java.util.List;

/**
 * Cuts a text into tokens. Thread-safe, and the same in every locale. A plug-in implements this, a
 * {@link TokenizerFactory} and a record registered as a kind of {@link
 * dev.sluice.spec.TokenizerSpec}.
 */
@FunctionalInterface
public interface Tokenizer {
  /** The tokens in order, none of them empty; no token if the text has none. */
  List<String> tokens(String text);

  /**
   * A token with what stands before it where a text is made of tokens.
   *
   * @param first whether the text begins with it
   */
  default String written(String token, boolean first) {
    return first ? token : " " + token;
  }
}
