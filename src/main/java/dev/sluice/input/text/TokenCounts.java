package dev.sluice.input.text;

import dev.sluice.spec.VocabularySpec;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts the tokens of the training part, numbering them in the order of first appearance. */
public final class TokenCounts {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> tokens = new ArrayList<>(); // (distinct tokens)
  private long[] counts = new long[1024]; // (distinct tokens), and room for more

  /** Counts the tokens of one text and returns their numbers. */
  public int[] add(List<String> text) {
    int[] numbered = new int[text.size()];
    for (int i = 0; i < numbered.length; i++) {
      Integer known = numbers.get(text.get(i));
      numbered[i] = known != null ? known : addNew(text.get(i));
      counts[numbered[i]]++;
    }
    return numbered;
  }

  private int addNew(String token) {
    int number = tokens.size();
    numbers.put(token, number);
    tokens.add(token);
    if (number == counts.length) {
      counts = Arrays.copyOf(counts, 2 * number);
    }
    return number;
  }

  /** The most frequent tokens, ties by first appearance. */
  public Vocabulary vocabulary(VocabularySpec spec) {
    CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();
    List<String> kept =
        numbers.values().stream()
            .filter(number -> counts[number] >= spec.minCount())
            .sorted(
                (a, b) ->
                    counts[a] != counts[b]
                        ? Long.compare(counts[b], counts[a])
                        : Integer.compare(a, b))
            .map(tokens::get)
            .filter(utf8::canEncode) // half a surrogate pair cannot be written to the model
            .limit(spec.size() - Vocabulary.FIRST_TOKEN)
            .toList();
    return Vocabulary.of(kept).withHashes(spec.hash().orElse(0));
  }

  /** The ids of the numbered tokens in a vocabulary. */
  public int[] ids(Vocabulary vocabulary) {
    return tokens.stream().mapToInt(vocabulary::id).toArray();
  }
}
