package dev.sluice.input.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tokens and their ids: 0 is padding, 1 every unknown token, the others follow. Immutable. */
public final class Vocabulary {
  public static final int PADDING = 0;
  public static final int UNKNOWN = 1;

  /** The id of the most frequent token. */
  public static final int FIRST_TOKEN = 2;

  private final List<String> tokens; // (size - FIRST_TOKEN), id FIRST_TOKEN first
  private final Map<String, Integer> ids = new HashMap<>();

  private Vocabulary(List<String> tokens) {
    this.tokens = List.copyOf(tokens);
    for (int i = 0; i < tokens.size(); i++) {
      if (ids.put(tokens.get(i), FIRST_TOKEN + i) != null) {
        throw new IllegalArgumentException("the token '%s' twice".formatted(tokens.get(i)));
      }
    }
  }

  /**
   * A vocabulary of these tokens.
   *
   * @param tokens the most frequent first
   */
  public static Vocabulary of(List<String> tokens) {
    return new Vocabulary(tokens);
  }

  /** The number of ids, padding and unknown included. */
  public int size() {
    return FIRST_TOKEN + tokens.size();
  }

  /** The id of a token, {@link #UNKNOWN} if it has none of its own. */
  public int id(String token) {
    Integer id = ids.get(token);
    return id == null ? UNKNOWN : id;
  }

  /** The tokens with an id of their own, the most frequent first. */
  public List<String> tokens() {
    return tokens;
  }
}
