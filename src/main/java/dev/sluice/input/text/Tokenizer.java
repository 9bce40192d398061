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

  /** What stands between two tokens where a text is made of them. */
  default String separator() {
    return " ";
  }
}
