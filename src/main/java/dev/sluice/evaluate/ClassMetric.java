package dev.sluice.evaluate;

import dev.sluice.spec.TargetSpec;

/** A metric of predicted classes, or of predicted tags with each token as a row. */
public interface ClassMetric extends Metric {
  /**
   * The score of all rows together; their order does not matter.
   *
   * @param predictions at least one row, finite probabilities
   */
  Score score(ClassPredictions predictions);

  @Override
  default boolean fits(TargetSpec target) {
    return target.answers().contains(TargetSpec.Answers.CLASSES);
  }

  @Override
  default Score scoreOf(Predictions predictions) {
    return score(predictions.as(ClassPredictions.class));
  }
}
