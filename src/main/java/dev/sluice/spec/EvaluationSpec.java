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
        Optional<List<BaselineSpec>> baselines) {
  public EvaluationSpec {
    metrics = metrics.map(List::copyOf);
    baselines = baselines.map(List::copyOf);
  }
}
