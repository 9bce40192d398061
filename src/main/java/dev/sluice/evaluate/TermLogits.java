package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A fitted {@link BagOfWords} as plain numbers, which can be written down. Immutable and
 * thread-safe.
 */
public final class TermLogits {
  private final TermWeights terms;
  private final double[][] weights; // (1 for two classes, else classes)(terms and the intercept)

  /**
   * @param weights of class 1 of two, else of each class; the intercept at the end
   */
  TermLogits(TermWeights terms, double[][] weights) {
    this.terms = terms;
    this.weights = weights;
  }

  /**
   * Restores a model from what was written down.
   *
   * @param tokens by id, from 1
   * @param terms ascending: {@code id << 32} for a token, {@code id << 32 | id} for a pair
   * @param idf (terms)
   * @param weights (1 for two classes, else classes)(terms + 1)
   * @return empty if these do not belong together
   */
  public static Optional<TermLogits> of(
      List<String> tokens, long[] terms, double[] idf, double[][] weights) {
    boolean ascending = true;
    for (int i = 0; i < terms.length; i++) {
      long first = terms[i] >>> 32;
      long second = terms[i] & 0xffffffffL;
      ascending &= i == 0 || terms[i] > terms[i - 1];
      ascending &= first >= 1 && first <= tokens.size() && second <= tokens.size();
    }
    return ascending
            && idf.length == terms.length
            && weights.length != 2
            && Arrays.stream(weights).allMatch(row -> row.length == terms.length + 1)
        ? Optional.of(new TermLogits(TermWeights.of(tokens, terms, idf), weights))
        : Optional.empty();
  }

  public List<String> tokens() {
    return terms.tokens();
  }

  /** See {@link #of}; do not modify. */
  public long[] terms() {
    return terms.terms();
  }

  /** (terms); do not modify. */
  public double[] idf() {
    return terms.idf();
  }

  /** See {@link #of}; do not modify. */
  public double[][] weights() {
    return weights;
  }

  /** The probability of each class; tokens that occur in no training row are ignored. */
  public double[] probabilities(List<String> text) {
    TermWeights.Weighted found = terms.of(text);
    double[] each = Arrays.stream(weights).mapToDouble(row -> probability(row, found)).toArray();
    if (each.length == 1) {
      return new double[] {1 - each[0], each[0]};
    }
    double sum = Arrays.stream(each).sum();
    return Arrays.stream(each).map(p -> p / sum).toArray();
  }

  /**
   * What each token of a text adds to the logits: a term's contribution is divided equally among
   * its occurrences, that of a pair equally between its two tokens.
   *
   * @return (rows of {@link #weights})(tokens); with the intercept they add up to the logits
   */
  public double[][] byToken(List<String> text) {
    return terms.byToken(text, weights);
  }

  private static double probability(double[] row, TermWeights.Weighted found) {
    double logit = row[row.length - 1];
    for (int i = 0; i < found.terms().length; i++) {
      logit += row[found.terms()[i]] * found.weights()[i];
    }
    return 1 / (1 + Math.exp(-logit));
  }
}
