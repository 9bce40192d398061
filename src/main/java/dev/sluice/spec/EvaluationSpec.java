package dev.sluice.spec;

import java.util.List;
import java.util.Optional;

/** The `evaluation` section. */
@Doc("What is computed on the test part.")
public record EvaluationSpec(
    @Doc("The metrics. Left out: all that fit the target.") @Example("[mae, rmse, mase]")
        Optional<List<MetricSpec>> metrics,
    @Doc(
            "The simple forecasters or classifiers to compare with. Left out: all that fit the target.")
        @Example("[last_value, seasonal_naive]")
        Optional<List<Baseline>> baselines) {
  public EvaluationSpec {
    metrics = metrics.map(List::copyOf);
    baselines = baselines.map(List::copyOf);
  }

  /** Simple methods that a model should beat. */
  public enum Baseline {
    /** The most frequent class of the training part. */
    MAJORITY,
    /** TF-IDF of single tokens and pairs, then logistic regression. */
    BAG_OF_WORDS,
    /** The last known value, repeated. */
    LAST_VALUE,
    /** The value one season before. */
    SEASONAL_NAIVE,
    /** The line from the first to the last known row, continued. */
    DRIFT
  }
}
