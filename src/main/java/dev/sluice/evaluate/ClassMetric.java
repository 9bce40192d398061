package dev.sluice.evaluate;

import dev.sluice.spec.TargetSpec;
import java.util.Optional;

/** A metric of predicted classes. */
public non-sealed interface ClassMetric extends Metric {
  /**
   * The score of all rows together; their order does not matter.
   *
   * @param predictions at least one row, finite probabilities
   */
  Score score(ClassPredictions predictions);

  /**
   * The same for the positive one of two classes, named with the suffix {@code _positive}; empty if
   * the metric knows no such thing.
   */
  default Optional<ClassMetric> ofPositive() {
    return Optional.empty();
  }

  @Override
  default boolean fits(TargetSpec target) {
    return target instanceof TargetSpec.ClassTarget;
  }
}
