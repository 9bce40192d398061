package dev.sluice.evaluate;

import dev.sluice.spec.BaselineSpec;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Whether the model has skill: it is compared with the best of the baselines, classes by accuracy,
 * forecasts of one column of one series by MAE, forecasts of several by MASE, since their units may
 * differ (by MAE if most series have a column without a scale).
 *
 * @param sentence the outcome with its numbers, and further sentences if the difference may be
 *     chance or another metric contradicts it beyond chance
 */
public record Verdict(Outcome outcome, String sentence) {
  private static final double ROUNDING = 5e-7; // networks compute in single precision
  private static final int MOST_NAMED = 2; // metrics that contradict

  /** The result of comparing the model with the best baseline. */
  public enum Outcome {
    BETTER,
    /** Its score is better, but the difference may be chance. */
    MAYBE_BETTER,
    /** Equally good, apart from rounding. */
    NO_BETTER,
    /** Its score is worse, but the difference may be chance. */
    MAYBE_WORSE,
    WORSE,
    /** There is nothing to compare, or nothing to compare it with. */
    UNKNOWN;

    /** The word for it in results. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether the model is better than every baseline, beyond chance. */
  public boolean hasSkill() {
    return outcome == Outcome.BETTER;
  }

  /** Compares the model with one baseline after the other and keeps the best of them. */
  static final class Contest {
    private final Predictions model;
    private final Map<String, Metric> metrics;
    private final List<Units> units;
    private BaselineSpec best; // null before the first one
    private Predictions bestPredictions;
    private double bestValue;
    private int compared;

    Contest(Predictions model) {
      this(model, Map.of(), model.units());
    }

    /**
     * @param metrics that may contradict the one that decides, by name
     * @param units the kinds of units for tests of chance
     */
    Contest(Predictions model, Map<String, Metric> metrics, List<Units> units) {
      this.model = model;
      this.metrics = metrics;
      this.units = units;
    }

    /** Ignores predictions that cannot be scored. */
    void add(BaselineSpec baseline, Predictions predictions) {
      Metric metric = model.criterion().metric();
      OptionalDouble value = Metrics.score(metric, predictions).number();
      if (value.isEmpty()) {
        return;
      }
      compared++;
      if (best == null || metric.better().gain(value.getAsDouble(), bestValue) > 0) {
        best = baseline;
        bestPredictions = predictions;
        bestValue = value.getAsDouble();
      }
    }

    Verdict verdict() {
      Score score = Metrics.score(model.criterion().metric(), model);
      if (score instanceof Score.Absent absent) {
        return new Verdict(
            Outcome.UNKNOWN, "The model cannot be judged: %s.".formatted(absent.reason()));
      }
      return best == null
          ? new Verdict(Outcome.UNKNOWN, "There is no baseline to compare the model with.")
          : between(
              "The model", model, best.inWords(), bestPredictions, compared > 1, metrics, units);
    }

    /** What this contributes to a verdict over several seeds; empty if the two cannot be tested. */
    Optional<Evidence> evidence() {
      return best == null || model.whyNone().isPresent()
          ? Optional.empty()
          : Evidence.of(model, best.inWords(), bestPredictions, compared > 1, units);
    }
  }

  /**
   * A model compared with another one on the same rows or windows.
   *
   * @param name of the model, at the beginning of a sentence
   * @param other what it is compared with, in words
   * @param several whether that is the best of several
   * @param metrics that may contradict the one that decides, by name
   * @param units the kinds of units for tests of chance
   */
  static Verdict between(
      String name,
      Predictions model,
      String other,
      Predictions baseline,
      boolean several,
      Map<String, Metric> metrics,
      List<Units> units) {
    Predictions.Criterion primary = model.criterion();
    OptionalDouble known = Metrics.score(primary.metric(), model).number();
    OptionalDouble beside = Metrics.score(primary.metric(), baseline).number();
    if (known.isEmpty() || beside.isEmpty()) {
      return new Verdict(Outcome.UNKNOWN, "%s cannot be compared with %s.".formatted(name, other));
    }
    double value = known.getAsDouble();
    double bestValue = beside.getAsDouble();
    double gain = primary.metric().better().gain(value, bestValue);
    if (Math.abs(gain) <= ROUNDING * Math.abs(bestValue)) {
      return new Verdict(
          Outcome.NO_BETTER,
          "%s is no better than %s: %s %s for both."
                  .formatted(name, other, primary.name(), Numbers.pair(bestValue, bestValue).get(0))
              + others(Outcome.NO_BETTER, model, baseline, metrics, units));
    }
    Optional<String> doubt = model.doubt(baseline, units);
    Outcome outcome =
        gain > 0
            ? (doubt.isPresent() ? Outcome.MAYBE_BETTER : Outcome.BETTER)
            : (doubt.isPresent() ? Outcome.MAYBE_WORSE : Outcome.WORSE);
    return new Verdict(
        outcome,
        sentence(name, other, several, gain > 0, primary.name(), Numbers.pair(value, bestValue))
            + doubt.map(d -> " " + d).orElse("")
            + others(outcome, model, baseline, metrics, units));
  }

  static String sentence(
      String name,
      String other,
      boolean several,
      boolean better,
      String metric,
      List<String> numbers) {
    return better && several
        ? "%s is better than every baseline: %s %s against %s for %s."
            .formatted(name, metric, numbers.get(0), numbers.get(1), other)
        : "%s is %s than %s: %s %s against %s."
            .formatted(
                name, better ? "better" : "worse", other, metric, numbers.get(0), numbers.get(1));
  }

  /**
   * The sentences of metrics that contradict, each beyond chance at the level of 5% for all of them
   * together (Bonferroni).
   */
  private static String others(
      Outcome outcome,
      Predictions model,
      Predictions baseline,
      Map<String, Metric> metrics,
      List<Units> units) {
    Map<String, Difference> beyond = new LinkedHashMap<>();
    for (Map.Entry<String, Metric> metric : metrics.entrySet()) {
      if (!metric.getValue().decides() || metric.getKey().equals(model.criterion().key())) {
        continue;
      }
      Difference.of(metric.getValue(), model, baseline, units)
          .filter(difference -> difference.isBeyondChance(metrics.size()))
          .filter(difference -> outcome != Outcome.BETTER || difference.gain() < 0)
          .filter(difference -> outcome != Outcome.WORSE || difference.gain() > 0)
          .ifPresent(difference -> beyond.put(metric.getKey(), difference));
    }
    return beyond.entrySet().stream()
        .sorted(Comparator.comparingDouble(other -> other.getValue().p()))
        .limit(MOST_NAMED)
        .map(
            other ->
                " By %s it is %s: %s."
                    .formatted(
                        other.getKey(),
                        other.getValue().gain() > 0 ? "better" : "worse",
                        String.join(
                            " against ",
                            Numbers.pair(
                                number(metrics.get(other.getKey()), model),
                                number(metrics.get(other.getKey()), baseline)))))
        .collect(Collectors.joining());
  }

  private static double number(Metric metric, Predictions predictions) {
    return Metrics.score(metric, predictions).number().orElseThrow();
  }
}
