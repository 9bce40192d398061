package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/**
 * Texts that a model wrote, and those that should have come out.
 *
 * @param actual the references
 * @param predicted as many; empty where only {@code forced} is known
 * @param forced what the model says of the references themselves; empty where nobody asked
 */
public record TextPredictions(List<String> actual, List<String> predicted, Optional<Forced> forced)
    implements Predictions {
  private static final int SAMPLES = 1000;
  private static final int MOST_LOST = SAMPLES / 20; // at the level of 5%

  /**
   * The tokens of the references, the end of each among them, each predicted from those before it.
   *
   * @param logLoss (tokens) -ln p, p the probability of the token
   * @param right of these tokens, how many were the most probable ones
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

  /** BLEU, or chrF where no reference has the four tokens that BLEU needs. */
  @Override
  public Criterion criterion() {
    return actual.stream().anyMatch(text -> Bleu.tokens(text).size() >= Bleu.ORDERS)
        ? new Criterion("BLEU", new TextMetrics.OfBleu())
        : new Criterion("chrF", new TextMetrics.OfCharacters());
  }

  /**
   * Paired bootstrap resampling (Koehn 2004) of the metric that decides: sets of as many rows are
   * drawn from the rows, and the model must win in 95% of them.
   */
  @Override
  public Optional<String> doubt(Predictions baseline) {
    TextPredictions other = baseline.as(TextPredictions.class);
    TextMetrics.OfTexts<?> metric = (TextMetrics.OfTexts<?>) criterion().metric();
    List<NgramCounts> ofModel = counts(metric::counts);
    List<NgramCounts> ofBaseline = other.counts(metric::counts);
    SplittableRandom random = new SplittableRandom(1);
    int lost = 0;
    for (int sample = 0; sample < SAMPLES; sample++) {
      NgramCounts model = NgramCounts.none(metric.orders());
      NgramCounts beside = NgramCounts.none(metric.orders());
      for (int i = 0; i < size(); i++) {
        int row = random.nextInt(size());
        model.add(ofModel.get(row));
        beside.add(ofBaseline.get(row));
      }
      lost += metric.score(model) > metric.score(beside) ? 0 : 1;
    }
    return lost > MOST_LOST
        ? Optional.of(
            "On %s row%s that difference may be chance.".formatted(size(), size() == 1 ? "" : "s"))
        : Optional.empty();
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
