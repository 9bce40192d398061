package dev.sluice.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * TF-IDF of single tokens and pairs of neighbours. A term that occurs tf times in a text and in df
 * of n training texts has the weight (1 + ln tf) (1 + ln((1 + n) / (1 + df))); the weights of a
 * text are then divided by their L2 norm. Immutable.
 */
final class TermWeights {
  private final Map<String, Integer> ids; // of the tokens, from 1
  private final long[] terms; // ascending; id << 32 for a token, id << 32 | id for a pair
  private final double[] idf; // (terms)
  private final int seen;
  private final int fewestTexts;

  /** The terms of a text, ascending, and their weights, of L2 norm 1 unless there are none. */
  record Weighted(int[] terms, double[] weights) {}

  private TermWeights(
      Map<String, Integer> ids, long[] terms, double[] idf, int seen, int fewestTexts) {
    this.ids = ids;
    this.terms = terms;
    this.idf = idf;
    this.seen = seen;
    this.fewestTexts = fewestTexts;
  }

  /**
   * Keeps the terms that occur in the most texts.
   *
   * @param most if there are more terms, those in few texts are left out: in one, in two, and so on
   *     until no more than this many are left
   */
  static TermWeights fit(List<List<String>> texts, int most) {
    Map<String, Integer> ids = new HashMap<>();
    for (List<String> tokens : texts) {
      for (String token : tokens) {
        ids.putIfAbsent(token, ids.size() + 1);
      }
    }
    long[] all = new long[1024]; // each text's distinct terms, one text after the other
    int size = 0;
    for (List<String> tokens : texts) {
      long[] sorted = sortedTerms(ids, tokens);
      if (size + sorted.length > all.length) {
        all = Arrays.copyOf(all, Math.max(size + sorted.length, 2 * all.length));
      }
      for (int i = 0; i < sorted.length; i++) {
        if (i == 0 || sorted[i] != sorted[i - 1]) {
          all[size++] = sorted[i];
        }
      }
    }
    Arrays.sort(all, 0, size);
    int[] termsIn = new int[texts.size() + 1]; // terms that are in exactly so many texts
    int seen = 0;
    for (int from = 0, to; from < size; from = to) {
      to = endOfRun(all, from, size);
      termsIn[to - from]++;
      seen++;
    }
    int fewestTexts = 1;
    int kept = seen;
    while (kept > most) {
      kept -= termsIn[fewestTexts++];
    }
    long[] terms = new long[kept];
    double[] idf = new double[kept];
    int n = 0;
    for (int from = 0, to; from < size; from = to) {
      to = endOfRun(all, from, size);
      if (to - from >= fewestTexts) {
        terms[n] = all[from];
        idf[n++] = 1 + Math.log((1.0 + texts.size()) / (1.0 + (to - from)));
      }
    }
    // a pair occurs in no more texts than its tokens, so it never needs a token that is left out
    ids.values().removeIf(id -> Arrays.binarySearch(terms, (long) id << 32) < 0);
    return new TermWeights(ids, terms, idf, seen, fewestTexts);
  }

  /**
   * Restores weights that were written down.
   *
   * @param tokens in the order of their ids, from 1; each once
   * @param terms ascending, of these ids
   * @param idf (terms)
   */
  static TermWeights of(List<String> tokens, long[] terms, double[] idf) {
    Map<String, Integer> ids = new HashMap<>();
    tokens.forEach(token -> ids.put(token, ids.size() + 1));
    return new TermWeights(ids, terms, idf, terms.length, 1);
  }

  /** The tokens that terms are made of, by id from 1 on. */
  List<String> tokens() {
    return ids.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The same, with tokens renumbered to 1, 2, ... */
  TermWeights compact() {
    int most = ids.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    boolean[] used = new boolean[most + 1];
    ids.values().forEach(id -> used[id] = true);
    long[] now = new long[most + 1]; // this keeps the order of tokens, and so that of the terms
    for (int id = 1, next = 1; id <= most; id++) {
      now[id] = used[id] ? next++ : 0;
    }
    long[] renumbered =
        Arrays.stream(terms)
            .map(term -> now[(int) (term >>> 32)] << 32 | now[(int) term])
            .toArray();
    return of(tokens(), renumbered, idf);
  }

  /** See {@link #of(List, long[], double[])}; do not modify. */
  long[] terms() {
    return terms;
  }

  /** (terms); do not modify. */
  double[] idf() {
    return idf;
  }

  /** The end of the run of values that equal the one at an index. */
  private static int endOfRun(long[] sorted, int from, int size) {
    int to = from + 1;
    while (to < size && sorted[to] == sorted[from]) {
      to++;
    }
    return to;
  }

  int size() {
    return terms.length;
  }

  /** The number of terms of the texts, including those left out. */
  int seen() {
    return seen;
  }

  /** The smallest number of texts in which a kept term occurs. */
  int fewestTexts() {
    return fewestTexts;
  }

  Weighted of(List<String> tokens) {
    long[] sorted = sortedTerms(ids, tokens);
    int[] found = new int[sorted.length];
    double[] weights = new double[sorted.length];
    int n = 0;
    double squares = 0;
    for (int from = 0, to; from < sorted.length; from = to) {
      to = endOfRun(sorted, from, sorted.length);
      int term = Arrays.binarySearch(terms, sorted[from]);
      if (term >= 0) {
        found[n] = term;
        weights[n] = (1 + Math.log(to - from)) * idf[term];
        squares += weights[n] * weights[n];
        n++;
      }
    }
    for (int i = 0; i < n; i++) {
      weights[i] /= Math.sqrt(squares);
    }
    return new Weighted(Arrays.copyOf(found, n), Arrays.copyOf(weights, n));
  }

  /**
   * What each token of a text adds to sums of its weights.
   *
   * @param rows (sums)(terms), the factors of the weights
   * @return (sums)(tokens), see {@link TermLogits#byToken}
   */
  double[][] byToken(List<String> tokens, double[][] rows) {
    Map<Long, List<Integer>> standing = new HashMap<>(); // the last token of each term
    int before = 0;
    for (int t = 0; t < tokens.size(); t++) {
      int id = ids.getOrDefault(tokens.get(t), 0);
      if (id > 0) {
        standing.computeIfAbsent((long) id << 32, term -> new ArrayList<>()).add(t);
        if (before > 0) {
          standing.computeIfAbsent((long) before << 32 | id, term -> new ArrayList<>()).add(t);
        }
      }
      before = id;
    }
    Weighted found = of(tokens);
    double[][] worth = new double[rows.length][tokens.size()];
    for (int i = 0; i < found.terms().length; i++) {
      long term = terms[found.terms()[i]];
      List<Integer> places = standing.get(term);
      boolean pair = (int) term != 0;
      for (int r = 0; r < rows.length; r++) {
        double each = rows[r][found.terms()[i]] * found.weights()[i] / places.size();
        for (int t : places) {
          worth[r][t] += pair ? each / 2 : each;
          if (pair) {
            worth[r][t - 1] += each / 2;
          }
        }
      }
    }
    return worth;
  }

  /** The terms of a text in ascending order, including repeated ones; unknown tokens give none. */
  private static long[] sortedTerms(Map<String, Integer> ids, List<String> tokens) {
    long[] terms = new long[2 * tokens.size()];
    int n = 0;
    int before = 0; // the id of the token before, 0 if it is unknown or there is none
    for (String token : tokens) {
      int id = ids.getOrDefault(token, 0);
      if (id > 0) {
        terms[n++] = (long) id << 32;
        if (before > 0) {
          terms[n++] = (long) before << 32 | id;
        }
      }
      before = id;
    }
    long[] sorted = Arrays.copyOf(terms, n);
    Arrays.sort(sorted);
    return sorted;
  }
}
