package dev.sluice.task.next;

import dev.sluice.batch.Documents;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.TokenPredictions;
import java.util.Optional;

/**
 * A model of the next token given the last few, interpolated over all orders (Witten and Bell
 * 1991): with c the tokens before w, n(c) how often they were followed by any token and t(c) by how
 * many distinct ones,
 *
 * <pre>
 *   p(w | c) = (n(c w) + t(c) p(w | c without its first)) / (n(c) + t(c))
 * </pre>
 *
 * and 1 / ids below the lowest order. A document is preceded by a single border.
 */
final class Ngrams {
  /** The most distinct n-grams of one length; more would take more than 200 MB. */
  private static final int MOST = 6_000_000;

  private static final int BETWEEN_QUESTIONS = 1 << 16; // tokens

  private final int ids;
  private final Counts[] runs; // (order): n(c w), by order - 1
  private final Counts[] contexts; // (order): n(c)
  private final Counts[] kinds; // (order): t(c)
  private int order;

  private Ngrams(int most, int ids) {
    this.ids = ids;
    runs = new Counts[most];
    contexts = new Counts[most];
    kinds = new Counts[most];
  }

  /**
   * Counts n-grams up to this length; shorter ones if there are too many distinct ones.
   *
   * @param ids how many there are
   */
  static Ngrams of(Documents training, int most, int ids, Patience patience) {
    Ngrams ngrams = new Ngrams(most, ids);
    while (ngrams.order < most && ngrams.count(training, patience)) {
      ngrams.order++;
    }
    return ngrams;
  }

  /** The number of tokens that it looks at together, including the predicted one. */
  int order() {
    return order;
  }

  /** Counts n-grams that are one token longer; false if there are too many. */
  private boolean count(Documents training, Patience patience) {
    patience.begins(
        order == 0 ? "counting tokens" : "counting runs of %s tokens".formatted(order + 1));
    Counts ofRuns = new Counts();
    Counts ofContexts = new Counts();
    Counts ofKinds = new Counts();
    long counted = 0;
    for (int i = 0; i < training.ids().length; i++) {
      for (int t = 0; t < training.predictions(i); t++) {
        if (counted++ % BETWEEN_QUESTIONS == 0) {
          patience.check();
        }
        if (t < order - 1) {
          continue; // no context of this length: a document begins
        }
        long context = context(training.ids()[i], t, order);
        if (ofRuns.add(run(context, token(training.ids()[i], t))) == 1) {
          ofKinds.add(context);
        }
        ofContexts.add(context);
        if (order > 0 && ofRuns.size() > MOST) {
          return false;
        }
      }
    }
    runs[order] = ofRuns;
    contexts[order] = ofContexts;
    kinds[order] = ofKinds;
    return true;
  }

  private static int token(int[] document, int t) {
    return t < 0 || t == document.length ? Documents.BORDER : document[t];
  }

  /** A hash of the tokens before t that two different contexts hardly ever share. */
  private static long context(int[] document, int t, int length) {
    long hash = length;
    for (int i = t - length; i < t; i++) {
      hash = run(hash, token(document, i));
    }
    return hash;
  }

  private static long run(long context, int token) {
    long z = (context ^ (token + 1L)) * 0x9E3779B97F4A7C15L; // the finalizer of splitmix64
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  private double probability(int[] document, int t, int token, int most) {
    double p = 1.0 / ids;
    for (int k = 0; k < Math.min(most, order) && k <= t + 1; k++) {
      long context = context(document, t, k);
      double n = contexts[k].of(context);
      double different = kinds[k].of(context);
      if (n == 0) {
        break; // longer ones have not been seen either
      }
      p = (runs[k].of(run(context, token)) + different * p) / (n + different);
    }
    return p;
  }

  /**
   * The probabilities of each token.
   *
   * @param most the order that is used
   */
  TokenPredictions predict(Documents scored, int most, Patience patience) {
    int size = Math.toIntExact(scored.predictions());
    float[] logProbabilities = new float[size];
    int at = 0;
    for (int i = 0; i < scored.ids().length; i++) {
      int[] document = scored.ids()[i];
      for (int t = 0; t < scored.predictions(i); t++) {
        if (at % BETWEEN_QUESTIONS == 0) {
          patience.check();
        }
        double p = probability(document, t, token(document, t), most);
        logProbabilities[at++] = (float) Math.log(p);
      }
    }
    return new TokenPredictions(logProbabilities, Optional.empty());
  }

  /** Counts how often numbers were added; open addressing. */
  private static final class Counts {
    private long[] keys = new long[1 << 10];
    private int[] counts = new int[1 << 10];
    private int size;

    int size() {
      return size;
    }

    int of(long key) {
      return counts[slot(keys, counts, key)];
    }

    /** Adds one, and returns its new count. */
    int add(long key) {
      if (2 * size >= keys.length) {
        grow();
      }
      int slot = slot(keys, counts, key);
      if (counts[slot] == 0) {
        keys[slot] = key;
        size++;
      }
      return ++counts[slot];
    }

    private void grow() {
      long[] moreKeys = new long[2 * keys.length];
      int[] moreCounts = new int[moreKeys.length];
      for (int i = 0; i < keys.length; i++) {
        if (counts[i] > 0) {
          int slot = slot(moreKeys, moreCounts, keys[i]);
          moreKeys[slot] = keys[i];
          moreCounts[slot] = counts[i];
        }
      }
      keys = moreKeys;
      counts = moreCounts;
    }

    private static int slot(long[] keys, int[] counts, long key) {
      int slot = (int) key & (keys.length - 1);
      while (counts[slot] > 0 && keys[slot] != key) {
        slot = (slot + 1) & (keys.length - 1);
      }
      return slot;
    }
  }
}
