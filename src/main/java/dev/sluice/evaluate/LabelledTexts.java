package dev.sluice.evaluate;

import java.util.List;

/**
 * Rows of text with their classes.
 *
 * @param tokens the tokens of each row, all of them: neither cut nor limited to a vocabulary
 * @param beside numbers of other columns, scaled; (rows)(columns), the same number for all rows
 * @param classes the index of each row's class; (rows); not copied, never written
 */
public record LabelledTexts(List<List<String>> tokens, float[][] beside, int[] classes) {
  /** Texts alone. */
  public LabelledTexts(List<List<String>> tokens, int[] classes) {
    this(tokens, new float[classes.length][0], classes);
  }

  public LabelledTexts {
    if (tokens.size() != classes.length) {
      throw new IllegalArgumentException(
          "%s rows have tokens, %s have a class".formatted(tokens.size(), classes.length));
    }
  }

  /** The same without other columns. */
  public LabelledTexts alone() {
    return new LabelledTexts(tokens, classes);
  }

  public int size() {
    return classes.length;
  }

  /** The number of tokens in all rows. */
  long countTokens() {
    return tokens.stream().mapToLong(List::size).sum();
  }
}
