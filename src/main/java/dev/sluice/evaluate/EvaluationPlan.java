package dev.sluice.evaluate;

import dev.sluice.plugin.Kinds;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Config;
import dev.sluice.spec.EvaluationSpec;
import dev.sluice.spec.MetricSpec;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.TrainingSpec.EarlyStopping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The metrics and baselines that a config asks for, with every name resolved and checked against
 * the target.
 *
 * @param metrics by name, in the user's order
 * @param baselines in the user's order
 * @param monitor what early stopping monitors, if it is used
 * @param season rows in one season, if the config names one
 * @param named whether the user named the baselines; slow ones run only then
 */
public record EvaluationPlan(
    Map<String, Metric> metrics,
    List<BaselineSpec> baselines,
    Optional<Monitor> monitor,
    Optional<Integer> season,
    boolean named) {

  /** A plan with baselines that were named. */
  public EvaluationPlan(
      Map<String, Metric> metrics,
      List<BaselineSpec> baselines,
      Optional<Monitor> monitor,
      Optional<Integer> season) {
    this(metrics, baselines, monitor, season, true);
  }

  public EvaluationPlan {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics)); // in order
    baselines = List.copyOf(baselines);
  }

  /**
   * Resolves the {@code evaluation} section and {@code training.early_stopping.monitor}.
   *
   * @throws UserException with every name that does not fit the target
   */
  public static EvaluationPlan of(Config config) {
    return of(
        config.evaluation(),
        config.data().target(),
        config.training().earlyStopping(),
        config.data().time().flatMap(TimeSpec::season));
  }

  static EvaluationPlan of(
      EvaluationSpec evaluation,
      TargetSpec target,
      Optional<EarlyStopping> earlyStopping,
      Optional<Integer> season) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Metric> metrics =
        evaluation
            .metrics()
            .map(specs -> listed(specs, target, problems))
            .orElseGet(() -> Metrics.usual(target));
    List<BaselineSpec> baselines =
        evaluation
            .baselines()
            .map(list -> listed(list, target, season, problems))
            .orElseGet(() -> target.baselines());
    List<BaselineSpec> compared = new ArrayList<>(baselines);
    metrics.values().stream()
        .flatMap(metric -> metric.relativeTo().stream())
        .filter(baseline -> !compared.contains(baseline))
        .forEach(compared::add);
    Map<String, Metric> watchable = new LinkedHashMap<>(Metrics.fitting(target));
    watchable.putAll(metrics);
    Optional<Monitor> monitor = Optional.empty();
    try {
      monitor = earlyStopping.map(stopping -> Monitor.of(stopping.monitor(), watchable));
    } catch (UserException e) {
      problems.addAll(e.problems());
    }
    if (!problems.isEmpty()) {
      throw new UserException(problems);
    }
    return new EvaluationPlan(
        metrics, compared, monitor, season, evaluation.baselines().isPresent());
  }

  private static Map<String, Metric> listed(
      List<MetricSpec> specs, TargetSpec target, List<Problem> problems) {
    Map<String, Metric> metrics = new LinkedHashMap<>();
    for (int i = 0; i < specs.size(); i++) {
      Metric metric = Metrics.of(specs.get(i));
      String name = metric.name(Kinds.installed().nameOf(specs.get(i)));
      String key = "evaluation.metrics[" + i + "]";
      if (!metric.fits(target)) {
        problems.add(
            Problem.atKey(
                key,
                "'%s' is not available for the target '%s'"
                    .formatted(name, Kinds.installed().nameOf(target)),
                "available: " + String.join(", ", Metrics.fitting(target).keySet())));
      } else if (metrics.putIfAbsent(name, metric) != null) {
        problems.add(Problem.atKey(key, "'%s' is listed twice".formatted(name), "remove one"));
      }
    }
    return metrics;
  }

  private static List<BaselineSpec> listed(
      List<BaselineSpec> asked,
      TargetSpec target,
      Optional<Integer> season,
      List<Problem> problems) {
    List<BaselineSpec> fitting = new ArrayList<>(target.baselines());
    fitting.addAll(target.furtherBaselines());
    for (int i = 0; i < asked.size(); i++) {
      String key = "evaluation.baselines[" + i + "]";
      BaselineSpec baseline = asked.get(i);
      if (!fitting.contains(baseline)) {
        problems.add(
            Problem.atKey(
                key,
                "'%s' is not available for the target '%s'"
                    .formatted(nameOf(baseline), Kinds.installed().nameOf(target)),
                "available: "
                    + String.join(", ", fitting.stream().map(EvaluationPlan::nameOf).toList())));
      } else if (asked.indexOf(baseline) < i) {
        problems.add(
            Problem.atKey(key, "'%s' is listed twice".formatted(nameOf(baseline)), "remove one"));
      } else if (baseline.equals(new BaselineSpec.SeasonalNaive()) && season.isEmpty()) {
        problems.add(
            Problem.atKey(
                key,
                "'seasonal_naive' needs the season",
                "add data.time.season, for example 12 for months, or remove it"));
      }
    }
    return asked;
  }

  /** The name of a baseline in configs and results. */
  public static String nameOf(BaselineSpec baseline) {
    return Kinds.installed().nameOf(baseline);
  }
}
