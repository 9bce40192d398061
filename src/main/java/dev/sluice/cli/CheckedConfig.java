package dev.sluice.cli;

import dev.sluice.config.LoadedConfig;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.frame.Dataset;
import dev.sluice.frame.Examples;
import dev.sluice.frame.Part;
import dev.sluice.input.Datasets;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.PlanWarnings;
import dev.sluice.predict.PerfectPredictions;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A config whose data are read and whose network fits them. Made without loading ND4J.
 *
 * @param data all parts, encoded
 * @param network what will be built
 */
record CheckedConfig(LoadedConfig loaded, Dataset data, NetworkPlan network) {

  /**
   * Does all that a run does before it trains.
   *
   * @throws UserException with the problems of the data, or all of the network and the evaluation
   */
  static CheckedConfig of(LoadedConfig loaded) {
    List<Problem> problems = new ArrayList<>();
    try {
      EvaluationPlan.of(loaded.config());
    } catch (UserException e) {
      problems.addAll(e.problems());
    }
    try {
      Dataset data = Datasets.load(loaded.config().data());
      NetworkPlan network =
          NetworkPlan.of(loaded.config(), data.pipeline().input(), data.pipeline().output());
      monitorWithoutScore(loaded.config(), data, problems).ifPresent(problems::add);
      if (problems.isEmpty()) {
        return new CheckedConfig(loaded, data, network);
      }
    } catch (UserException e) {
      problems.addAll(0, e.problems());
    }
    throw loaded.locate(new UserException(problems));
  }

  /** Early stopping on a score that even a perfect model lacks would keep any epoch. */
  private static Optional<Problem> monitorWithoutScore(
      Config config, Dataset data, List<Problem> before) {
    Examples validation = data.examples(Part.VALIDATION);
    if (!before.isEmpty() || validation.size() == 0) {
      return Optional.empty();
    }
    return EvaluationPlan.of(config)
        .monitor()
        .flatMap(
            monitor ->
                monitor
                    .whyNever(PerfectPredictions.of(data.pipeline(), validation))
                    .map(
                        why ->
                            Problem.atKey(
                                "training.early_stopping.monitor",
                                "'%s' can have no value on the validation part: %s"
                                    .formatted(monitor.name(), why),
                                "watch loss, or change the validation part")));
  }

  /** What is allowed and seldom meant, located; what `checks.ignore` names is left out. */
  List<Warning> warnings() {
    List<Warning> all = new ArrayList<>(data.warnings());
    all.addAll(PlanWarnings.of(loaded.config(), network, data.examples(Part.TRAINING).size()));
    return loaded.config().checks().heeded(all).stream().map(this::located).toList();
  }

  private Warning located(Warning warning) {
    Problem problem = loaded.locate(new UserException(warning.problem())).problems().get(0);
    return new Warning(warning.check(), problem, warning.why());
  }
}
