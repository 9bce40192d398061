package dev.sluice.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What was predicted, and the actual values. Each kind of predictions knows how it is judged, so
 * that scores, verdict and notes do not depend on the kind.
 */
public interface Predictions {
  /** The number of rows of classes, or of windows of forecasts. */
  int size();

  /** Why these cannot be scored, if so: there are none, or some are not finite numbers. */
  Optional<String> whyNone();

  /**
   * The same for rows of numbers.
   *
   * @param what the numbers are, as in "probabilities"
   * @param rows (rows)(numbers)
   */
  static Optional<String> whyNone(String what, double[][] rows) {
    if (rows.length == 0) {
      return Optional.of("there are no rows to score");
    }
    long broken =
        Arrays.stream(rows).filter(row -> !Arrays.stream(row).allMatch(Double::isFinite)).count();
    return broken == 0
        ? Optional.empty()
        : Optional.of(
            "the %s of %s of %s rows are not finite numbers".formatted(what, broken, rows.length));
  }

  /** The metric that decides between a model and a baseline. */
  Criterion criterion();

  /**
   * The mean of -ln p, where p is the probability of the actual outcome.
   *
   * @throws IllegalArgumentException if these have no probabilities
   */
  default Score crossEntropy() {
    throw new IllegalArgumentException(getClass().getSimpleName() + " have no probabilities");
  }

  /**
   * The share of correct answers.
   *
   * @throws IllegalArgumentException if answers are not correct or incorrect
   */
  default Score accuracy() {
    throw new IllegalArgumentException(getClass().getSimpleName() + " are not right or wrong");
  }

  /** The sums of {@link #crossEntropy}; empty if it has none. */
  default Optional<Sums> crossEntropySums() {
    return Optional.empty();
  }

  /** The sums of {@link #accuracy}; empty if it has none. */
  default Optional<Sums> accuracySums() {
    return Optional.empty();
  }

  /**
   * The units that are independent of each other; of several kinds, the first one with enough units
   * counts.
   */
  default List<Units> units() {
    return List.of(Units.each(Units.ROW, size()));
  }

  /**
   * A sentence that expresses doubt about the difference between this model and a baseline; empty
   * if it is beyond chance.
   *
   * @param baseline of the same kind, on the same rows or windows
   */
  default Optional<String> doubt(Predictions baseline) {
    return doubt(baseline, units());
  }

  /**
   * @param kinds of units
   */
  default Optional<String> doubt(Predictions baseline, List<Units> kinds) {
    return Difference.of(criterion().metric(), this, baseline, kinds)
        .map(Difference::doubt)
        .orElse(Optional.of("Whether that difference is due to chance cannot be tested."));
  }

  /** The breakdown of the scores. */
  Evaluation.Details details(Map<String, Metric> metrics);

  /**
   * What is counted of each class.
   *
   * @param example what an example is called
   */
  default String ofClass(String example) {
    return example;
  }

  /** Whether metrics have a variant for the positive one of two classes. */
  default boolean hasPositiveClass() {
    return false;
  }

  /** The levels of the intervals that are judged, each with metrics of its own. */
  default List<Double> levels() {
    return List.of();
  }

  /**
   * What no metric scores because the actual values are unknown, a sentence; empty if there is
   * nothing.
   */
  default Optional<String> unscored() {
    return Optional.empty();
  }

  /** What else a reader should know about these, whole sentences. */
  default List<String> remarks() {
    return List.of();
  }

  /** The points that a metric left out, a sentence. */
  String leftOut(String metric, long count);

  /**
   * Casts these to the kind that a metric or a significance test needs.
   *
   * @throws IllegalArgumentException if they are of another kind
   */
  default <P extends Predictions> P as(Class<P> kind) {
    if (!kind.isInstance(this)) {
      throw new IllegalArgumentException(
          "%s are no %s".formatted(getClass().getSimpleName(), kind.getSimpleName()));
    }
    return kind.cast(this);
  }

  /**
   * A metric under the name used in sentences.
   *
   * @param name as in "accuracy 0.9 against 0.8"
   */
  record Criterion(String name, Metric metric) {
    /** The name of the metric in configs and results, such as {@code span_f1}. */
    public String key() {
      return name.toLowerCase(Locale.ROOT).replace(' ', '_');
    }
  }
}
