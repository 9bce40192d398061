package dev.sluice.input.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Byte pair encoding (Sennrich et al. 2016): a word starts as single characters; the pair of
 * neighbours that was merged first in training is merged first, the leftmost one on ties.
 * Thread-safe.
 */
final class BytePairs {
  private static final int REMEMBERED = 50_000; // words
  private static final int LONGEST_REMEMBERED = 64; // characters

  private final Options options;
  private final Map<String, Integer> ids;
  private final String[] tokens; // (ids), null where a number is left out
  private final Map<Long, Merge> merges = new HashMap<>(); // by pair of ids
  private final Map<String, List<String>> known = new ConcurrentHashMap<>();

  /**
   * @param unknown replaces characters that no token has; empty if they are left out
   * @param prefix before each character except the first of a word
   * @param suffix after the last character of a word
   * @param fuseUnknown whether neighbouring unknown characters become one token
   * @param byteFallback whether a character without a token is encoded as its bytes, {@code <0xE4>}
   * @param wholeWords whether a word that is itself a token is used without merging
   */
  record Options(
      String unknown,
      String prefix,
      String suffix,
      boolean fuseUnknown,
      boolean byteFallback,
      boolean wholeWords) {}

  private record Merge(int rank, int id) {}

  /** A pair that may be merged, if both tokens still exist. */
  private record Candidate(int rank, int left, int first, int second)
      implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      return rank != other.rank
          ? Integer.compare(rank, other.rank)
          : Integer.compare(left, other.left);
    }
  }

  /**
   * @param ids of the tokens, each once
   * @param merges pairs of tokens, the first merged first
   * @throws IllegalArgumentException saying which merge uses or makes a token that does not exist
   */
  BytePairs(Map<String, Integer> ids, List<List<String>> merges, Options options) {
    this.options = options;
    this.ids = Map.copyOf(ids);
    this.tokens =
        new String[1 + ids.values().stream().mapToInt(Integer::intValue).max().orElse(-1)];
    ids.forEach((token, id) -> tokens[id] = token);
    for (int rank = 0; rank < merges.size(); rank++) {
      String first = merges.get(rank).get(0);
      String second = merges.get(rank).get(1);
      String made = first + second.substring(Math.min(options.prefix.length(), second.length()));
      for (String token : List.of(first, second, made)) {
        if (!ids.containsKey(token)) {
          throw new IllegalArgumentException(
              "merge %s, '%s' and '%s', needs a token '%s' that is not in the vocabulary"
                  .formatted(rank + 1, first, second, token));
        }
      }
      this.merges.put(pair(ids.get(first), ids.get(second)), new Merge(rank, ids.get(made)));
    }
  }

  private static long pair(int first, int second) {
    return (long) first << 32 | second;
  }

  Options options() {
    return options;
  }

  /** The id of each token. */
  Map<String, Integer> ids() {
    return ids;
  }

  /** The tokens of a word, which is not empty. */
  List<String> tokens(String word) {
    if (word.length() > LONGEST_REMEMBERED) {
      return cut(word);
    }
    List<String> before = known.get(word);
    if (before != null) {
      return before;
    }
    List<String> cut = List.copyOf(cut(word));
    if (known.size() < REMEMBERED) {
      known.put(word, cut);
    }
    return cut;
  }

  private List<String> cut(String word) {
    if (options.wholeWords && ids.containsKey(word)) {
      return List.of(word);
    }
    int[] symbols = symbols(word);
    int n = symbols.length;
    int[] next = new int[n]; // n after the last
    int[] before = new int[n];
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i < n; i++) {
      next[i] = i + 1;
      before[i] = i - 1;
      offer(queue, symbols, i, i + 1);
    }
    while (!queue.isEmpty()) {
      Candidate best = queue.poll();
      int left = best.left;
      int right = symbols[left] < 0 ? n : next[left];
      if (right >= n || symbols[left] != best.first || symbols[right] != best.second) {
        continue; // one of them was merged with another
      }
      symbols[left] = merges.get(pair(best.first, best.second)).id;
      symbols[right] = -1;
      next[left] = next[right];
      if (next[left] < n) {
        before[next[left]] = left;
        offer(queue, symbols, left, next[left]);
      }
      if (before[left] >= 0) {
        offer(queue, symbols, before[left], left);
      }
    }
    List<String> made = new ArrayList<>();
    for (int i = 0; i < n; i = next[i]) {
      made.add(tokens[symbols[i]]);
    }
    return made;
  }

  private void offer(PriorityQueue<Candidate> queue, int[] symbols, int left, int right) {
    if (right < symbols.length) {
      Merge merge = merges.get(pair(symbols[left], symbols[right]));
      if (merge != null) {
        queue.add(new Candidate(merge.rank, left, symbols[left], symbols[right]));
      }
    }
  }

  /** The initial ids of a word. */
  private int[] symbols(String word) {
    int[] symbols = new int[word.length() * (options.byteFallback ? 3 : 1)]; // bytes, if needed
    int count = 0;
    boolean afterUnknown = false;
    for (int i = 0; i < word.length(); ) {
      int end = word.offsetByCodePoints(i, 1);
      String character = word.substring(i, end);
      String token =
          (i == 0 ? "" : options.prefix) + character + (end == word.length() ? options.suffix : "");
      Integer id = ids.get(token);
      if (id != null) {
        symbols[count++] = id;
        afterUnknown = false;
      } else if (options.byteFallback && hasBytes(character)) {
        for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
          symbols[count++] = ids.get(named(b));
        }
        afterUnknown = false;
      } else if (!options.unknown.isEmpty()) {
        if (!(afterUnknown && options.fuseUnknown)) {
          symbols[count++] = ids.get(options.unknown);
        }
        afterUnknown = true;
      }
      i = end;
    }
    return Arrays.copyOf(symbols, count);
  }

  private boolean hasBytes(String character) {
    for (byte b : character.getBytes(StandardCharsets.UTF_8)) {
      if (!ids.containsKey(named(b))) {
        return false;
      }
    }
    return true;
  }

  /** The notation of a byte for byte fallback. */
  private static String named(byte b) {
    return String.format(Locale.ROOT, "<0x%02X>", b & 0xFF);
  }
}
