package dev.sluice.input.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Tokens and their ids: 0 is padding, 1 every unknown token, the others follow. If there are ids
 * for hashes, they come last, and every token has its own id or one of these. Immutable.
 */
public final class Vocabulary {
  public static final int PADDING = 0;
  public static final int UNKNOWN = 1;

  /** The id of the most frequent token. */
  public static final int FIRST_TOKEN = 2;

  private final List<String> tokens; // (size - FIRST_TOKEN), id FIRST_TOKEN first
  private final Map<String, Integer> ids = new HashMap<>();

  private final int hashes;

  private Vocabulary(List<String> tokens, int hashes) {
    this.hashes = hashes;
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
    return new Vocabulary(tokens, 0);
  }

  /** The same with additional ids that all other tokens share by their hash. */
  Vocabulary withHashes(int number) {
    return new Vocabulary(tokens, number);
  }

  /** The number of ids, including padding and unknown. */
  public int size() {
    return FIRST_TOKEN + tokens.size() + hashes;
  }

  /** The id of a token: its own, that of its hash, or {@link #UNKNOWN}. */
  public int id(String token) {
    Integer id = ids.get(token);
    return id != null ? id : hashes == 0 ? UNKNOWN : FIRST_TOKEN + tokens.size() + hash(token);
  }

  /**
   * The hash of {@code String} with its low bits mixed, so that tokens that differ only at the end
   * are far apart.
   */
  private int hash(String token) {
    int mixed = token.hashCode() * 0x9E3779B9;
    return Math.floorMod(mixed ^ mixed >>> 16, hashes);
  }

  /** The meaning of an id from {@link #FIRST_TOKEN} on: a token, or {@code <hash 7>}. */
  public String token(int id) {
    int number = id - FIRST_TOKEN;
    return number < tokens.size()
        ? tokens.get(number)
        : "<hash %s>".formatted(number - tokens.size());
  }

  /** The meaning of each id, padding and the unknown token first. */
  public List<String> byId() {
    return Stream.concat(
            Stream.of("<padding>", "<unknown>"),
            IntStream.range(FIRST_TOKEN, size()).mapToObj(this::token))
        .toList();
  }

  /** The tokens with their own id, the most frequent first. */
  public List<String> tokens() {
    return tokens;
  }
}
