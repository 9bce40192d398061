package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * The metrics of spans, over all types together. A span is correct if its type, its first token and
 * its last token are, see {@link Spans}.
 */
public final class SpanMetrics {
  private SpanMetrics() {}

  /** Precision: the share of the spans found that are correct. */
  public static final class Precision extends Own<MetricSpec.SpanPrecision> {
    public Precision() {
      super(MetricSpec.SpanPrecision.class, TagPredictions.SpanCount::precision);
    }
  }

  /** Recall: the share of the actual spans that were found. */
  public static final class Recall extends Own<MetricSpec.SpanRecall> {
    public Recall() {
      super(MetricSpec.SpanRecall.class, TagPredictions.SpanCount::recall);
    }
  }

  /** F1: the harmonic mean of the two. */
  public static final class F1 extends Own<MetricSpec.SpanF1> {
    public F1() {
      super(MetricSpec.SpanF1.class, TagPredictions.SpanCount::f1);
    }
  }

  private abstract static class Own<S extends MetricSpec> extends OwnMetric<S> {
    private final Function<TagPredictions.SpanCount, Score> score;

    Own(Class<S> spec, Function<TagPredictions.SpanCount, Score> score) {
      super(spec, Better.HIGHER);
      this.score = score;
    }

    @Override
    public boolean decides() {
      return this instanceof F1;
    }

    @Override
    public boolean fits(TargetSpec target) {
      return target.answers().contains(TargetSpec.Answers.SPANS);
    }

    @Override
    public Optional<Sums> sums(Predictions predictions) {
      return Optional.of(predictions.as(TagPredictions.class).spanSums(score));
    }

    @Override
    public Score scoreOf(Predictions predictions) {
      return score.apply(
          predictions.as(TagPredictions.class).spanCounts().values().stream()
              .reduce(new TagPredictions.SpanCount(0, 0, 0), TagPredictions.SpanCount::plus));
    }
  }
}
