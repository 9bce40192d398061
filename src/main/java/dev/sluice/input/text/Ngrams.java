package dev.sluice.input.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Words, each followed by the n-grams that end with it: {@code was not good} with at most two words
 * gives {@code was}, {@code not}, {@code was not}, {@code good}, {@code not good}.
 *
 * @param most words of an n-gram
 */
record Ngrams(Tokenizer words, int most) implements Tokenizer {
  @Override
  public List<String> tokens(String text) {
    List<String> single = words.tokens(text);
    List<String> all = new ArrayList<>(most * single.size());
    for (int i = 0; i < single.size(); i++) {
      all.add(single.get(i));
      for (int n = 2; n <= most && n <= i + 1; n++) {
        all.add(words.text(single.subList(i + 1 - n, i + 1), true));
      }
    }
    return all;
  }

  /** Never called: texts are not generated from overlapping tokens. */
  @Override
  public String written(String token, boolean first) {
    return words.written(token, first);
  }
}
