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
 * @param meaningless why the probabilities say nothing about a model, if so
 */
public record TokenPredictions(
    float[] logProbabilities, Optional<boolean[]> right, Optional<String> meaningless)
    implements Predictions {
  private static final int BLOCK = 100; // tokens

  public TokenPredictions {
    if (right.isPresent() && logProbabilities.length != right.get().length) {
      throw new IllegalArgumentException(
          "%s probabilities of %s tokens".formatted(logProbabilities.length, right.get().length));
    }
  }

  /** Probabilities that mean something. */
  public TokenPredictions(float[] logProbabilities, Optional<boolean[]> right) {
    this(logProbabilities, right, Optional.empty());
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
    return meaningless;
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
    if (meaningless.isPresent()) {
      return Score.absent(meaningless.get());
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
