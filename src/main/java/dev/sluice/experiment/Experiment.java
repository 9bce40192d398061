package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.config.LoadedConfig;
import dev.sluice.data.Dataset;
import dev.sluice.data.WordVectors;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Monitor;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.ExampleGroups;
import dev.sluice.frame.Part;
import dev.sluice.network.Inference;
import dev.sluice.network.NetworkPlan;
import dev.sluice.network.PlanWarnings;
import dev.sluice.network.TokenBudget;
import dev.sluice.predict.Outcomes;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.AttentionMaps;
import dev.sluice.run.DataFile;
import dev.sluice.spec.Check;
import dev.sluice.spec.Config;
import dev.sluice.spec.Warning;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.EarlierChoices;
import dev.sluice.train.Ensemble;
import dev.sluice.train.Pretraining;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A config whose data have been read and whose network fits them: ready to train, as often as
 * wanted. Creating one does not load ND4J; training and scoring do. Immutable.
 *
 * <pre>{@code
 * Experiment experiment = Experiment.of(ConfigReader.read(Path.of("reviews.yaml"), List.of("seed=2")));
 * TrainedNetwork trained = experiment.train();
 * Optional<Evaluation> scores = experiment.score(trained);
 * }</pre>
 *
 * @param loaded its `training.threads` has a value from here on
 * @param data all parts, encoded
 * @param network what will be built
 * @param vectors with which its embedding is initialized
 * @param pretraining what its first layers learn before the training
 * @param files that the data were read from, as they were just before
 */
public record Experiment(
    LoadedConfig loaded,
    Dataset data,
    NetworkPlan network,
    Optional<WordVectors> vectors,
    Optional<Pretraining> pretraining,
    List<DataFile> files) {

  public Experiment {
    loaded = loaded.withThreads();
  }

  /**
   * Does everything that a run does before it trains.
   *
   * @throws UserException with the problems of the data, or all of the network and the evaluation
   */
  public static Experiment of(LoadedConfig loaded) {
    List<Problem> problems = new ArrayList<>();
    try {
      EvaluationPlan.of(loaded.config());
    } catch (UserException e) {
      problems.addAll(e.problems());
    }
    try {
      List<DataFile> files = RunInputs.of(loaded.config());
      Dataset data = Dataset.load(loaded.config().data());
      NetworkPlan network =
          NetworkPlan.of(
              loaded.config(), data.pipeline().inputShape(), data.pipeline().outputShape());
      monitorWithoutScore(loaded.config(), data, problems).ifPresent(problems::add);
      tooLarge(loaded.config(), data, network).ifPresent(problems::add);
      tokenBudget(loaded.config(), data).ifPresent(problems::add);
      problems.addAll(data.pipeline().target().faults(loaded.config().evaluation(), data.parts()));
      if (problems.isEmpty()) {
        return of(loaded.withThreads(), data, network, files);
      }
    } catch (UserException e) {
      problems.addAll(0, e.problems());
    }
    throw loaded.locate(new UserException(problems));
  }

  private static Experiment of(
      LoadedConfig loaded, Dataset data, NetworkPlan network, List<DataFile> files) {
    Optional<WordVectors> vectors = WordVectors.of(loaded.config().network(), data);
    return new Experiment(
        loaded,
        data,
        network,
        vectors,
        Pretraining.of(loaded.config(), data, network, vectors),
        files);
  }

  /** The batches of the actual data, which may have fewer steps than the config allows. */
  private static Optional<Problem> tooLarge(Config config, Dataset data, NetworkPlan network) {
    long examples = 0;
    int steps = 1;
    for (Part part : Part.values()) {
      Examples of = data.examples(part);
      examples = Math.max(examples, Math.min(config.training().batchSize(), of.targets()));
      steps = Math.max(steps, Math.min(network.input().steps(), of.input().longest()));
    }
    return network
        .tooLargeFor(Math.min(examples, config.training().stepsOfBatch(steps) / steps), steps)
        .map(problem -> withSettings(problem, MemoryShortage.settings(config, data)));
  }

  private static Problem withSettings(Problem problem, List<String> settings) {
    return settings.isEmpty()
        ? problem
        : problem.withAdvice(
            problem.advice() + "\nor try --set " + String.join(" or --set ", settings));
  }

  private static Optional<Problem> tokenBudget(Config config, Dataset data) {
    int longest = 0;
    for (Part part : Part.values()) {
      int[] steps = data.examples(part).steps().orElse(new int[0]);
      longest = Math.max(longest, Arrays.stream(steps).max().orElse(0));
    }
    int[] ofTraining = data.examples(Part.TRAINING).steps().orElse(new int[0]);
    return TokenBudget.misfit(config.training(), ofTraining, longest);
  }

  /**
   * Refuses early stopping on a score that even a perfect model does not have: it would keep an
   * arbitrary epoch.
   */
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
                Monitor.withoutScore(
                    monitor, config.data().target(), data.pipeline().target().perfect(validation)));
  }

  /**
   * Warnings about what is allowed but rarely intended, with their places, without those that
   * `checks.ignore` names.
   */
  public List<Warning> warnings() {
    List<Warning> all = new ArrayList<>(data.warnings());
    if (network.trainsUnknown()) {
      all.removeIf(warning -> warning.check() == Check.VOCABULARY_TOO_LARGE);
    }
    all.addAll(PlanWarnings.of(loaded.config(), network, data.examples(Part.TRAINING).targets()));
    return loaded.config().checks().kept(all).stream()
        .map(
            warning ->
                CopiesInOnePart.advised(
                    warning, loaded.config().data(), data.examples(Part.TRAINING)))
        .map(this::located)
        .toList();
  }

  /** Trains a new network in memory, without reporting progress. */
  public TrainedNetwork train() {
    return train(Progress.NONE, () -> false, Optional.empty());
  }

  /**
   * Trains a new network; see {@link dev.sluice.train.Trainer}.
   *
   * @param stop called after every batch; true ends the training as interrupted
   * @param checkpoints where to resume from and where to keep checkpoints; empty: train from the
   *     start and keep none
   */
  public TrainedNetwork train(
      Progress progress, BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
    return withAdvice(
        () ->
            new Ensemble(loaded.config(), data, network, vectors, pretraining)
                .train(progress, stop, checkpoints));
  }

  /**
   * @throws MemoryShortage if there is not enough of it
   */
  private TrainedNetwork withAdvice(Supplier<TrainedNetwork> training) {
    try {
      return training.get();
    } catch (RuntimeException | Error e) {
      if (MemoryShortage.isCauseOf(e)) {
        throw MemoryShortage.of(e, loaded.config(), data);
      }
      throw e;
    }
  }

  /**
   * The same with the rows of all parts in the training part: its pipeline is fitted on all rows,
   * and its network may have another size.
   *
   * @throws UserException if the data have changed since they were read
   */
  public Experiment onAllRows() {
    try {
      Dataset all = Dataset.ofAllRows(loaded.config().data());
      RunInputs.requireUnchangedWhileRead(files, loaded.config());
      NetworkPlan plan =
          NetworkPlan.of(
              loaded.config(), all.pipeline().inputShape(), all.pipeline().outputShape());
      return of(loaded, all, plan, files);
    } catch (UserException e) {
      throw loaded.locate(e);
    }
  }

  /** Trains as an earlier training chose. */
  TrainedNetwork train(
      EarlierChoices earlier,
      Progress progress,
      BooleanSupplier stop,
      Optional<Checkpoints> checkpoints) {
    return withAdvice(
        () ->
            new Ensemble(loaded.config(), data, network, vectors, pretraining, Optional.of(earlier))
                .train(progress, stop, checkpoints));
  }

  /** What this training chose by the validation part, with a limited patience. */
  EarlierChoices choices(TrainedNetwork trained, Patience patience) {
    return EarlierChoices.of(trained, data, network, loaded.config().training(), patience::check);
  }

  /** {@link Dataset#summary}, and what the pretraining reads. */
  Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>(data.summary());
    pretraining.ifPresent(
        before ->
            List.of("texts", "tokens")
                .forEach(name -> summary.put("pretraining_" + name, before.summary().get(name))));
    vectors.ifPresent(
        given -> summary.put("words_with_vector", given.summary().get("with_vector")));
    return summary;
  }

  /**
   * The scores of the test part with those of the baselines; empty if the split has no such part.
   */
  public Optional<Evaluation> score(TrainedNetwork trained) {
    Examples test = data.examples(Part.TEST);
    return test.size() == 0
        ? Optional.empty()
        : Optional.of(score(trained, predict(trained, test, Patience.ENDLESS), Patience.ENDLESS));
  }

  /** The scores of these predictions of the test part, with a limited patience. */
  Evaluation score(TrainedNetwork trained, Predictions ofTestPart, Patience patience) {
    EvaluationPlan plan = EvaluationPlan.of(loaded.config());
    return Evaluation.of(
        plan,
        ofTestPart,
        trained
            .pipeline()
            .target()
            .baselines(
                plan,
                () -> Optional.of(data.parts()),
                data.examples(Part.TEST),
                ofTestPart,
                patience),
        data.examples(Part.TEST).frame().noun(),
        ExampleGroups.numbers(loaded.config().data().split(), data.examples(Part.TEST).frame()));
  }

  /** The raw outputs for examples, (examples)(outputs of the network). */
  float[][] outputs(TrainedNetwork trained, Examples examples, Patience patience) {
    try (Inference network = trained.network().inference()) {
      return Outcomes.outputs(network, trained.pipeline(), examples, patience);
    }
  }

  Predictions predict(TrainedNetwork trained, Examples examples, Patience patience) {
    try (Inference network = trained.network().inference()) {
      return Outcomes.of(network, trained.pipeline(), examples, patience);
    }
  }

  /** The attention weights for a few examples; empty if the network has no attention. */
  List<AttentionMaps.OfText> attention(TrainedNetwork trained, Examples examples) {
    return trained
        .pipeline()
        .target()
        .attention(
            examples,
            numbers -> {
              try (Inference network = trained.network().inference()) {
                return Outcomes.attention(network, examples, numbers);
              }
            });
  }

  private Warning located(Warning warning) {
    Problem problem = loaded.locate(new UserException(warning.problem())).problems().get(0);
    return new Warning(warning.check(), problem, warning.why());
  }
}
