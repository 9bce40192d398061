package dev.sluice.evaluate;

import dev.sluice.problem.NearNames;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What early stopping watches on the validation part. */
public sealed interface Monitor {
  /** As the user wrote it. */
  String name();

  /** Which values end the wait. */
  Better better();

  /**
   * Why it has no value even for a model without errors, if so: then nothing can be chosen by it.
   *
   * @param perfect predictions of the validation part
   */
  Optional<String> whyNever(Predictions perfect);

  /** The loss that training makes small, on the validation part. */
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
   * The monitor that a name stands for.
   *
   * @param metrics the metrics that may be watched, by their names in the config
   * @throws UserException at {@code training.early_stopping.monitor} if the name is none of them
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
    String choices = "can be watched: " + String.join(", ", known);
    throw new UserException(
        Problem.atKey(
            "training.early_stopping.monitor",
            Metrics.find(name).isPresent()
                ? "'%s' does not fit the target".formatted(name)
                : "unknown metric '%s'".formatted(name),
            NearNames.nearest(name, known)
                .map(near -> "did you mean '%s'?  %s".formatted(near, choices))
                .orElse(choices)));
  }
}
