package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The probability that a language model gave to each token, given all tokens before it in its
 * document.
 *
 * @param logProbabilities ln p of each token, of all documents one after the other; not copied,
 *     never written
 * @param right (tokens) whether no other token was more probable; empty if others were not looked
 *     at
 * @param tokens of the documents, without their ends
 * @param unknown how many of them are not in the vocabulary
 */
public record TokenPredictions(
    float[] logProbabilities, Optional<boolean[]> right, long tokens, long unknown)
    implements Predictions {
  private static final int BLOCK = 100; // tokens
  private static final double MANY = 0.1; // unknown tokens

  public TokenPredictions {
    if (right.isPresent() && logProbabilities.length != right.get().length) {
      throw new IllegalArgumentException(
          "%s probabilities of %s tokens".formatted(logProbabilities.length, right.get().length));
    }
  }

  /** Probabilities of tokens that are all known. */
  public TokenPredictions(float[] logProbabilities, Optional<boolean[]> right) {
    this(logProbabilities, right, logProbabilities.length, 0);
  }

  @Override
  public int size() {
    return logProbabilities.length;
  }

  @Override
  public Optional<String> whyNone() {
    if (size() == 0) {
      return Optional.of("there are no tokens");
    }
    for (float log : logProbabilities) {
      if (!Float.isFinite(log)) {
        return Optional.of("the probabilities of the model are not numbers");
      }
    }
    return areAllUnknown()
        ? Optional.of(
            tokens == 1
                ? "the only token is not in the vocabulary of the model"
                : "none of the %s tokens is in the vocabulary of the model".formatted(tokens))
        : Optional.empty();
  }

  private boolean areAllUnknown() {
    return unknown > 0 && unknown == tokens;
  }

  @Override
  public List<String> remarks() {
    return unknown < MANY * tokens || unknown == 0
        ? List.of()
        : List.of(
            "%s of %s tokens are not in the vocabulary; they are predicted as one, the unknown token, which makes scores look better."
                .formatted(unknown, tokens));
  }

  @Override
  public Score crossEntropy() {
    return whyNone().map(Score::absent).orElseGet(() -> Score.of(-sum(0, size()) / size()));
  }

  private double sum(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += logProbabilities[i];
    }
    return sum;
  }

  @Override
  public Score accuracy() {
    if (areAllUnknown()) {
      return Score.absent(whyNone().orElseThrow());
    }
    if (right.isEmpty()) {
      return Score.absent("only the probability of the right token was computed");
    }
    int hits = 0;
    for (boolean hit : right.get()) {
      hits += hit ? 1 : 0;
    }
    return Score.of((double) hits / size());
  }

  @Override
  public Criterion criterion() {
    return new Criterion("bits per token", new TokenMetrics.BitsPerToken());
  }

  @Override
  public Optional<Sums> crossEntropySums() {
    return Optional.of(Sums.mean(size(), token -> -logProbabilities[token], Sums.Scale.POSITIVE));
  }

  @Override
  public Optional<Sums> accuracySums() {
    return right.map(hits -> Sums.share(size(), token -> hits[token]));
  }

  /** Blocks of successive tokens if texts are long, since neighbouring tokens are alike. */
  @Override
  public List<Units> units() {
    int[] of = new int[size()];
    Arrays.setAll(of, token -> token / BLOCK);
    return List.of(
        new Units(
            Units.counted(size(), "token"), of, (size() + BLOCK - 1) / BLOCK, /* overlap= */ 1));
  }

  @Override
  public Evaluation.Details details(Map<String, Metric> metrics) {
    return json -> {};
  }

  @Override
  public String leftOut(String metric, long count) {
    return "%s leaves out %s tokens.".formatted(metric, count);
  }
}
