package dev.sluice.evaluate;

import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.TargetSpec;
import java.util.Optional;

/**
 * A number that says how good predictions are. A plug-in implements {@link ClassMetric}, {@link
 * ForecastMetric}, or this for predictions of its own. Stateless and thread-safe.
 */
public interface Metric {
  Better better();

  /** Whether predictions of this target can be scored. */
  boolean fits(TargetSpec target);

  /** Its name in results, and for early stopping. */
  default String name(String kind) {
    return kind;
  }

  /** Whether it is computed if a config names no metrics. */
  default boolean isUsual() {
    return relativeTo().isEmpty();
  }

  /**
   * The score of predictions that can be scored ({@link Predictions#whyNone}).
   *
   * @throws IllegalArgumentException if the metric is for other predictions
   */
  Score scoreOf(Predictions predictions);

  /**
   * The sums that the score depends on, from which its interval and the test of a difference
   * follow; empty if it depends on something else.
   *
   * @param predictions that can be scored
   */
  default Optional<Sums> sums(Predictions predictions) {
    return Optional.empty();
  }

  /**
   * Whether the model with the better value is the better model. Precision and recall alone do not
   * decide: each can be improved at the expense of the other.
   */
  default boolean decides() {
    return true;
  }

  /** The baseline to which the score is a ratio; empty if it needs only the predictions. */
  default Optional<BaselineSpec> relativeTo() {
    return Optional.empty();
  }

  /**
   * The score of predictions beside those of the baseline that {@link #relativeTo} names.
   *
   * @param baseline of the same rows or windows
   */
  default Score relative(Predictions predictions, Predictions baseline) {
    return scoreOf(predictions);
  }

  /**
   * The same for the positive one of two classes, named with the suffix {@code _positive}; empty if
   * the metric has no such variant.
   */
  default Optional<ClassMetric> ofPositive() {
    return Optional.empty();
  }

  /**
   * The same for intervals of one level, named with the level in per cent, as in {@code _80}; empty
   * if the metric has no such variant.
   */
  default Optional<Metric> ofLevel(double level) {
    return Optional.empty();
  }
}
