package dev.sluice.evaluate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model compared with another on the same rows or windows.
 *
 * @param changes by name of the metric, for the metrics that both have and that say what they sum
 */
public record Paired(Map<String, Change> changes, Verdict verdict) {

  /**
   * The change of one metric.
   *
   * @param difference the value of the model minus that of the other
   * @param interval of the difference, 95%; empty if there are too few rows or stretches
   * @param p the probability of a difference as large if there is none; empty if the interval is
   */
  public record Change(
      double difference, Optional<ScoreInterval> interval, OptionalDouble p, boolean beyondChance) {
    private static final double LEAST_SHOWN = 0.001;

    /** The p for a table, as in {@code 0.035} or {@code < .001}; empty if there is none. */
    public Optional<String> shownP() {
      return p.isEmpty()
          ? Optional.empty()
          : Optional.of(
              p.getAsDouble() < LEAST_SHOWN
                  ? "< .001"
                  : String.format(Locale.ROOT, "%.3f", p.getAsDouble()));
    }

    private static Change of(Difference difference, Better better) {
      double sign = better.gain(1, 0);
      double middle = sign * difference.gain() + 0.0; // -0 is 0
      boolean enough = !Double.isNaN(difference.p());
      return new Change(
          middle,
          enough
              ? Optional.of(
                  new ScoreInterval(middle - difference.half(), middle + difference.half()))
              : Optional.empty(),
          enough ? OptionalDouble.of(difference.p()) : OptionalDouble.empty(),
          difference.isBeyondChance());
    }
  }

  public Paired {
    changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
  }

  /**
   * @param name of the model, at the beginning of a sentence
   * @param other what it is compared with, in words
   * @param baseline predictions of the other model, of the same kind, rows and order
   * @param example what an example is called
   * @param groups the group of each example, from 0, where examples of a group are alike
   */
  public static Paired of(
      EvaluationPlan plan,
      String name,
      Predictions model,
      String other,
      Predictions baseline,
      String example,
      Optional<int[]> groups) {
    Map<String, Metric> metrics = Evaluation.named(plan.metrics(), model);
    List<Units> units = Units.of(model, example, groups);
    Map<String, Change> changes = new LinkedHashMap<>();
    if (model.whyNone().isEmpty() && baseline.whyNone().isEmpty()) {
      metrics.forEach(
          (metric, of) ->
              Difference.of(of, model, baseline, units)
                  .ifPresent(
                      difference -> changes.put(metric, Change.of(difference, of.better()))));
    }
    return new Paired(
        changes, Verdict.between(name, model, other, baseline, false, metrics, units));
  }
}
