package dev.sluice.evaluate;

import java.util.List;

/**
 * Rows of text with their classes.
 *
 * @param tokens the tokens of each row, all of them: neither cut nor limited to a vocabulary
 * @param classes the index of each row's class; (rows); not copied, never written
 */
public record LabelledTexts(List<List<String>> tokens, int[] classes) {
  public LabelledTexts {
    if (tokens.size() != classes.length) {
      throw new IllegalArgumentException(
          "%s rows have tokens, %s have a class".formatted(tokens.size(), classes.length));
    }
  }

  public int size() {
    return classes.length;
  }

  /** Of all rows. */
  long countTokens() {
    return tokens.stream().mapToLong(List::size).sum();
  }
}
