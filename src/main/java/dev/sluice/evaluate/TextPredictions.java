package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Texts that a model wrote, and their references.
 *
 * @param actual the references
 * @param predicted as many; empty if only {@code forced} is known
 * @param forced the probabilities of the references themselves (teacher forcing); empty if they
 *     were not computed
 */
public record TextPredictions(List<String> actual, List<String> predicted, Optional<Forced> forced)
    implements Predictions {
  /**
   * The tokens of the references, including the end of each, each predicted from those before it.
   *
   * @param logLoss (tokens) -ln p, p the probability of the token
   * @param right for each of these tokens, how many were the most probable ones
   */
  public record Forced(double[] logLoss, long right) {}

  public TextPredictions {
    actual = List.copyOf(actual);
    predicted = List.copyOf(predicted);
    if (!predicted.isEmpty() && predicted.size() != actual.size()) {
      throw new IllegalArgumentException(
          "%s texts for %s references".formatted(predicted.size(), actual.size()));
    }
  }

  @Override
  public int size() {
    return actual.size();
  }

  @Override
  public Optional<String> whyNone() {
    if (actual.isEmpty()) {
      return Optional.of("there are no rows to score");
    }
    return forced.filter(f -> !Double.isFinite(Arrays.stream(f.logLoss()).sum())).isPresent()
        ? Optional.of("the model's probabilities are not finite")
        : Optional.empty();
  }

  @Override
  public Score crossEntropy() {
    return forced
        .map(f -> Score.of(Arrays.stream(f.logLoss()).average().orElse(0)))
        .orElseGet(() -> Score.absent("the probabilities of the references are not known"));
  }

  /** BLEU, or chrF if no reference has the four tokens that BLEU needs. */
  @Override
  public Criterion criterion() {
    return actual.stream().anyMatch(text -> Bleu.tokens(text).size() >= Bleu.ORDERS)
        ? new Criterion("BLEU", new TextMetrics.OfBleu())
        : new Criterion("chrF", new TextMetrics.OfCharacters());
  }

  /** (rows) */
  List<NgramCounts> counts(BiFunction<String, String, NgramCounts> counting) {
    return IntStream.range(0, size())
        .mapToObj(i -> counting.apply(predicted.get(i), actual.get(i)))
        .toList();
  }

  @Override
  public Evaluation.Details details(Map<String, Metric> metrics) {
    return json -> {};
  }

  @Override
  public String leftOut(String metric, long count) {
    throw new IllegalArgumentException(metric + " leaves no text out");
  }
}
