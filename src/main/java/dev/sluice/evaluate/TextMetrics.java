package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The metrics of texts. */
public final class TextMetrics {
  private TextMetrics() {}

  /** See {@link Bleu}. */
  public static final class OfBleu extends OfTexts<MetricSpec.Bleu> {
    public OfBleu() {
      super(MetricSpec.Bleu.class);
    }

    @Override
    int orders() {
      return Bleu.ORDERS;
    }

    @Override
    NgramCounts counts(String predicted, String actual) {
      return Bleu.counts(predicted, actual);
    }

    @Override
    double score(NgramCounts counts) {
      return Bleu.score(counts);
    }
  }

  /** See {@link CharacterF}. */
  public static final class OfCharacters extends OfTexts<MetricSpec.Chrf> {
    public OfCharacters() {
      super(MetricSpec.Chrf.class);
    }

    @Override
    int orders() {
      return CharacterF.ORDERS;
    }

    @Override
    NgramCounts counts(String predicted, String actual) {
      return CharacterF.counts(predicted, actual);
    }

    @Override
    double score(NgramCounts counts) {
      return CharacterF.score(counts);
    }
  }

  /** The share of texts that equal the reference, ignoring white space at both ends. */
  public static final class ExactMatch extends Own<MetricSpec.ExactMatch> {
    public ExactMatch() {
      super(MetricSpec.ExactMatch.class, Better.HIGHER);
    }

    @Override
    Score score(TextPredictions texts) {
      return texts.predicted().isEmpty()
          ? UNWRITTEN
          : Score.of(
              IntStream.range(0, texts.size())
                      .filter(
                          i ->
                              texts
                                  .predicted()
                                  .get(i)
                                  .strip()
                                  .equals(texts.actual().get(i).strip()))
                      .count()
                  / (double) texts.size());
    }

    @Override
    Optional<Sums> sums(TextPredictions texts) {
      return texts.predicted().isEmpty()
          ? Optional.empty()
          : Optional.of(
              Sums.share(
                  texts.size(),
                  i -> texts.predicted().get(i).strip().equals(texts.actual().get(i).strip())));
    }
  }

  /**
   * The share of the references' tokens, including their ends, that are the most probable ones
   * given the tokens before them.
   */
  public static final class TokenAccuracy extends Own<MetricSpec.TokenAccuracy> {
    public TokenAccuracy() {
      super(MetricSpec.TokenAccuracy.class, Better.HIGHER);
    }

    @Override
    Score score(TextPredictions texts) {
      return texts
          .forced()
          .map(forced -> Score.of((double) forced.right() / forced.logLoss().length))
          .orElseGet(() -> Score.absent("only a model that reads the references has one"));
    }

    /** Empty: it is not known which tokens of which text are correct. */
    @Override
    Optional<Sums> sums(TextPredictions texts) {
      return Optional.empty();
    }
  }

  private static final Score UNWRITTEN = Score.absent("no texts were written");

  /** A metric of the texts as a corpus, by the n-grams of all of them. */
  abstract static class OfTexts<S extends MetricSpec> extends Own<S> {
    OfTexts(Class<S> spec) {
      super(spec, Better.HIGHER);
    }

    abstract int orders();

    abstract NgramCounts counts(String predicted, String actual);

    abstract double score(NgramCounts counts);

    /** Sums of n-grams of the texts, of the references and of both, order by order. */
    @Override
    Optional<Sums> sums(TextPredictions texts) {
      List<NgramCounts> counts =
          texts.predicted().isEmpty() ? List.of() : texts.counts(this::counts);
      int n = orders();
      return Optional.of(
              new Sums(
                  counts.size(),
                  3 * n,
                  (sums, text, times) -> {
                    NgramCounts of = counts.get(text);
                    for (int i = 0; i < n; i++) {
                      sums[i] += times * of.predicted()[i];
                      sums[n + i] += times * of.actual()[i];
                      sums[2 * n + i] += times * of.common()[i];
                    }
                  },
                  sums ->
                      score(
                          new NgramCounts(
                              Arrays.copyOf(sums, n),
                              Arrays.copyOfRange(sums, n, 2 * n),
                              Arrays.copyOfRange(sums, 2 * n, 3 * n))),
                  Sums.Scale.POSITIVE))
          .filter(sums -> sums.rows() > 0);
    }

    @Override
    final Score score(TextPredictions texts) {
      if (texts.predicted().isEmpty()) {
        return UNWRITTEN;
      }
      NgramCounts sum = NgramCounts.none(orders());
      texts.counts(this::counts).forEach(sum::add);
      return Score.of(score(sum));
    }
  }

  private abstract static class Own<S extends MetricSpec> extends OwnMetric<S> {
    Own(Class<S> spec, Better better) {
      super(spec, better);
    }

    abstract Score score(TextPredictions texts);

    abstract Optional<Sums> sums(TextPredictions texts);

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return sums(predictions.as(TextPredictions.class));
    }

    @Override
    public boolean fits(TargetSpec target) {
      return target.answers().contains(TargetSpec.Answers.TEXTS);
    }

    @Override
    public Score scoreOf(Predictions predictions) {
      return score(predictions.as(TextPredictions.class));
    }
  }
}
