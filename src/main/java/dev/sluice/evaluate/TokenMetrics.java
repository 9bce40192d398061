package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The metrics of language models, and of given texts: the mean of -ln p over tokens in other units.
 */
public final class TokenMetrics {
  private TokenMetrics() {}

  /**
   * Perplexity, e^x with x the mean of -ln p: the number of equally probable tokens that would be
   * as uncertain.
   */
  public static final class Perplexity extends Own<MetricSpec.Perplexity> {
    public Perplexity() {
      super(MetricSpec.Perplexity.class, Math::exp);
    }
  }

  /** The mean of -log2 p. */
  public static final class BitsPerToken extends Own<MetricSpec.BitsPerToken> {
    public BitsPerToken() {
      super(MetricSpec.BitsPerToken.class, nats -> nats / Math.log(2));
    }
  }

  private abstract static class Own<S extends MetricSpec> extends OwnMetric<S> {
    private final DoubleUnaryOperator ofNats;

    Own(Class<S> spec, DoubleUnaryOperator ofNats) {
      super(spec, Better.LOWER);
      this.ofNats = ofNats;
    }

    @Override
    public boolean fits(TargetSpec target) {
      return target.answers().contains(TargetSpec.Answers.TOKENS)
          || target.answers().contains(TargetSpec.Answers.TEXTS);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return predictions.crossEntropySums().map(nats -> nats.then(ofNats));
    }

    @Override
    public Score scoreOf(Predictions predictions) {
      Score nats = predictions.crossEntropy();
      return nats.number().isPresent()
          ? Score.of(ofNats.applyAsDouble(nats.number().getAsDouble()))
          : nats;
    }
  }
}
