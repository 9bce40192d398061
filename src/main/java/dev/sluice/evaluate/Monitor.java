package dev.sluice.evaluate;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.TargetSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The value that early stopping monitors on the validation part. */
public sealed interface Monitor {
  /** The key that names it. */
  String KEY = "training.early_stopping.monitor";

  /** As the user wrote it. */
  String name();

  /** Which values reset the patience. */
  Better better();

  /**
   * Why even a perfect model has no value for it, if so: then nothing can be chosen by it.
   *
   * @param perfect predictions of the validation part
   */
  Optional<String> whyNever(Predictions perfect);

  /** The training loss, computed on the validation part. */
  record Loss() implements Monitor {
    @Override
    public String name() {
      return "loss";
    }

    @Override
    public Better better() {
      return Better.LOWER;
    }

    @Override
    public Optional<String> whyNever(Predictions perfect) {
      return Optional.empty();
    }
  }

  /** A metric of the validation part's predictions. */
  record OfMetric(String name, Metric metric) implements Monitor {
    @Override
    public Better better() {
      return metric.better();
    }

    @Override
    public Optional<String> whyNever(Predictions perfect) {
      return score(perfect).whyAbsent();
    }

    /** The value of this epoch, or why there is none. */
    public Score score(Predictions validation) {
      return Metrics.score(metric, validation);
    }
  }

  /**
   * The monitor with this name.
   *
   * @param metrics the metrics that may be monitored, by their names in the config
   * @throws UserException at {@code training.early_stopping.monitor} if the name is not one of them
   */
  static Monitor of(String name, Map<String, Metric> metrics) {
    if (name.equals("loss")) {
      return new Loss();
    }
    List<String> known = new ArrayList<>(List.of("loss"));
    for (Map.Entry<String, Metric> entry : metrics.entrySet()) {
      Map<String, Metric> named = Metrics.named(entry.getKey(), entry.getValue());
      if (named.containsKey(name)) {
        return new OfMetric(name, named.get(name));
      }
      known.addAll(named.keySet());
    }
    throw new UserException(
        Problem.atKey(
            KEY,
            Metrics.find(name).isPresent()
                ? "'%s' is not available for the target".formatted(name)
                : "unknown metric '%s'".formatted(name),
            NearNames.nearest(name, known)
                .map(near -> "did you mean '%s'?  %s".formatted(near, choices(known)))
                .orElse(choices(known))));
  }

  /**
   * The problem with monitoring a metric that has no value even for a perfect model.
   *
   * @param perfect predictions of the validation part
   */
  static Optional<Problem> withoutScore(Monitor monitor, TargetSpec target, Predictions perfect) {
    List<String> scored = new ArrayList<>(List.of("loss"));
    Metrics.fitting(target)
        .forEach(
            (name, metric) ->
                Metrics.named(name, metric)
                    .forEach(
                        (n, m) -> {
                          if (Metrics.score(m, perfect).number().isPresent()) {
                            scored.add(n);
                          }
                        }));
    return monitor
        .whyNever(perfect)
        .map(
            why ->
                Problem.atKey(
                    KEY,
                    "'%s' has no value on the validation part: %s".formatted(monitor.name(), why),
                    choices(scored)));
  }

  private static String choices(List<String> names) {
    return "available: " + String.join(", ", names);
  }
}
