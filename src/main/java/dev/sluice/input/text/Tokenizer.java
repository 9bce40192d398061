package dev.sluice.input.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a text into tokens. Thread-safe, and the same in every locale. A plug-in implements this, a
 * {@link TokenizerFactory} and a record registered as a kind of {@link
 * dev.sluice.spec.TokenizerSpec}.
 */
@FunctionalInterface
public interface Tokenizer {
  /** The tokens in order, none of them empty; an empty list if the text has none. */
  List<String> tokens(String text);

  /**
   * The tokens as they stand in the text, if {@link #tokens} changes their case: what is copied
   * from one text into another keeps its case. If they are not as many, those of {@link #tokens}
   * are copied.
   */
  default List<String> asWritten(String text) {
    return tokens(text);
  }

  /**
   * A token with what comes before it when tokens are joined to a text.
   *
   * @param first whether the text begins with it
   */
  default String written(String token, boolean first) {
    return first ? token : " " + token;
  }

  /**
   * The text made of these tokens. It ends with U+FFFD if the last character is incomplete.
   *
   * @param first whether the text begins with them
   */
  default String text(List<String> tokens, boolean first) {
    StringBuilder text = new StringBuilder();
    for (String token : tokens) {
      text.append(written(token, first && text.isEmpty()));
    }
    return text.toString();
  }

  /** The state learned from texts, for {@link TokenizerFactory#fromJson}; empty if nothing. */
  default Optional<JsonNode> toJson() {
    return Optional.empty();
  }
}
