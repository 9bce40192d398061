package dev.sluice.evaluate;

import java.util.Map;
import java.util.Optional;

/**
 * How probable a language model found each token, given all before it in its document.
 *
 * @param logProbabilities ln p of each token, of all documents one after the other; not copied,
 *     never written
 * @param right (tokens) whether no other token was more probable; empty where nobody looked at
 *     others
 */
public record TokenPredictions(float[] logProbabilities, Optional<boolean[]> right)
    implements Predictions {
  private static final int BLOCK = 100; // tokens: means of so many hardly depend on each other

  public TokenPredictions {
    if (right.isPresent() && logProbabilities.length != right.get().length) {
      throw new IllegalArgumentException(
          "%s probabilities of %s tokens".formatted(logProbabilities.length, right.get().length));
    }
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
        return Optional.of("the model gave probabilities that are not numbers");
      }
    }
    return Optional.empty();
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

  /** Tokens that follow each other are alike: means over blocks of them are counted. */
  @Override
  public Optional<String> doubt(Predictions baseline) {
    TokenPredictions other = baseline.as(TokenPredictions.class);
    int ofModel = 0;
    int ofBaseline = 0;
    for (int from = 0; from < size(); from += BLOCK) {
      int to = Math.min(size(), from + BLOCK);
      double gain = sum(from, to) - other.sum(from, to);
      ofModel += gain > 0 ? 1 : 0;
      ofBaseline += gain < 0 ? 1 : 0;
    }
    return Chance.doubt(ofModel, ofBaseline, size(), "token");
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
