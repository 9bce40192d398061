package dev.sluice.input.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Learns merges from words and their counts (Sennrich et al. 2016): always the most frequent pair
 * is merged, on ties the one whose first, then second token is older. Counts of pairs are updated
 * incrementally and kept in a heap, so that the cost of a merge depends on what it changes. The
 * order is the same as in Hugging Face's `tokenizers`, and so are the merges.
 */
final class BytePairTraining {
  private static final int LONGEST_WORD = 1_000; // bytes; longer ones are not words
  private static final int LEAST = 2; // a pair that occurs once is not worth a token

  private final Map<String, Integer> ids = new LinkedHashMap<>();
  private final List<String> tokens = new ArrayList<>();
  private final List<List<String>> merges = new ArrayList<>();
  private final List<int[]> words = new ArrayList<>(); // (words)(symbols and, once merged, -1)
  private final List<Long> counts = new ArrayList<>(); // (words)
  private final Map<Long, Pair> pairs = new HashMap<>();
  private final PriorityQueue<Entry> queue = new PriorityQueue<>();

  /** A pair of tokens: how often it occurs, and in which words it has occurred. */
  private static final class Pair {
    private long count;
    private int[] words = new int[4];
    private int used;

    void in(int word) {
      if (used > 0 && words[used - 1] == word) {
        return;
      }
      if (used == words.length) {
        words = Arrays.copyOf(words, 2 * used);
      }
      words[used++] = word;
    }
  }

  private record Entry(long count, int first, int second) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      if (count != other.count) {
        return Long.compare(other.count, count);
      }
      return first != other.first
          ? Integer.compare(first, other.first)
          : Integer.compare(second, other.second);
    }
  }

  /**
   * @param wordCounts words of {@link ByteAlphabet} characters
   */
  BytePairTraining(Map<String, Long> wordCounts) {
    char[] alphabet = ByteAlphabet.characters();
    Arrays.sort(alphabet);
    for (char c : alphabet) {
      add(String.valueOf(c));
    }
    wordCounts.forEach(
        (word, count) -> {
          if (word.length() <= LONGEST_WORD) {
            words.add(word.chars().map(c -> ids.get(String.valueOf((char) c))).toArray());
            counts.add(count);
          }
        });
  }

  private int add(String token) {
    Integer known = ids.putIfAbsent(token, tokens.size());
    if (known == null) {
      tokens.add(token);
      return tokens.size() - 1;
    }
    return known;
  }

  /** Merges until there are this many tokens, or no pair occurs twice. */
  void run(int size) {
    for (int w = 0; w < words.size(); w++) {
      int[] symbols = words.get(w);
      for (int i = 1; i < symbols.length; i++) {
        change(symbols[i - 1], symbols[i], counts.get(w), w);
      }
    }
    pairs.forEach((key, pair) -> queue.add(new Entry(pair.count, first(key), second(key))));
    while (tokens.size() < size && !queue.isEmpty()) {
      Entry best = queue.poll();
      Pair pair = pairs.get(key(best.first, best.second));
      if (pair == null || pair.count < LEAST) {
        continue;
      }
      if (pair.count != best.count) {
        queue.add(new Entry(pair.count, best.first, best.second)); // it became rarer
        continue;
      }
      merges.add(List.of(tokens.get(best.first), tokens.get(best.second)));
      int made = add(tokens.get(best.first) + tokens.get(best.second));
      pairs.remove(key(best.first, best.second));
      merge(pair, best.first, best.second, made);
      pairs.remove(key(best.first, best.second)); // of "aaa", which is two pairs and one merge
    }
  }

  private void merge(Pair pair, int first, int second, int made) {
    Map<Long, Pair> grown = new HashMap<>();
    for (int at = 0; at < pair.used; at++) {
      int w = pair.words[at];
      int[] symbols = words.get(w);
      long count = counts.get(w);
      int kept = 0;
      int[] merged = new int[symbols.length];
      boolean any = false;
      for (int i = 0; i < symbols.length; i++) {
        if (i + 1 < symbols.length && symbols[i] == first && symbols[i + 1] == second) {
          if (kept > 0) {
            change(merged[kept - 1], first, -count, w);
            grow(grown, merged[kept - 1], made, count, w);
          }
          if (i + 2 < symbols.length) {
            change(second, symbols[i + 2], -count, w);
            grow(grown, made, symbols[i + 2], count, w);
          }
          merged[kept++] = made;
          i++;
          any = true;
        } else {
          merged[kept++] = symbols[i];
        }
      }
      if (any) {
        words.set(w, Arrays.copyOf(merged, kept));
      }
    }
    grown.forEach(
        (key, of) -> {
          if (of.count > 0) {
            queue.add(new Entry(of.count, first(key), second(key)));
          }
        });
  }

  private void grow(Map<Long, Pair> grown, int first, int second, long by, int word) {
    grown.put(key(first, second), change(first, second, by, word));
  }

  private Pair change(int first, int second, long by, int word) {
    Pair pair = pairs.computeIfAbsent(key(first, second), k -> new Pair());
    pair.count += by;
    if (by > 0) {
      pair.in(word);
    }
    return pair;
  }

  private static long key(int first, int second) {
    return (long) first << 32 | second;
  }

  private static int first(long key) {
    return (int) (key >> 32);
  }

  private static int second(long key) {
    return (int) key;
  }

  /** The id of each token: the bytes first, then the merged ones. */
  Map<String, Integer> ids() {
    return ids;
  }

  /** Pairs of tokens, the first merged first. */
  List<List<String>> merges() {
    return merges;
  }
}
