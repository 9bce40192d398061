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
    @Doc("The most frequent class of the training part.")
    MAJORITY,
    @Doc("TF-IDF of single tokens and pairs, then logistic regression.")
    BAG_OF_WORDS,
    @Doc("The last known value, repeated.")
    LAST_VALUE,
    @Doc("The value one season before.")
    SEASONAL_NAIVE,
    @Doc("The line from the first to the last known row, continued.")
    DRIFT
  }
}
