package dev.sluice.train;

import dev.sluice.data.Dataset;
import dev.sluice.data.WordVectors;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.spec.Config;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Trains the networks of a config, one after the other, each with its own seed. What is learned
 * from their outputs is learned from the mean.
 */
public final class Ensemble {
  private final Config config;
  private final Dataset data;
  private final NetworkPlan plan;
  private final Optional<WordVectors> vectors; // that every embedding starts from
  private final Optional<Pretraining> pretraining; // one for all networks
  private final Optional<EarlierChoices> earlier;

  /** For the number of epochs in the config. */
  public Ensemble(
      Config config,
      Dataset data,
      NetworkPlan plan,
      Optional<WordVectors> vectors,
      Optional<Pretraining> pretraining) {
    this(config, data, plan, vectors, pretraining, Optional.empty());
  }

  /**
   * @param vectors with which the embedding of every network is initialized
   * @param pretraining what the first layers of every network learn before
   * @param earlier the choices that replace those of the validation part; its epochs are at most
   *     those of the config, which schedules always span
   */
  public Ensemble(
      Config config,
      Dataset data,
      NetworkPlan plan,
      Optional<WordVectors> vectors,
      Optional<Pretraining> pretraining,
      Optional<EarlierChoices> earlier) {
    this.config = config;
    this.data = data;
    this.plan = plan;
    this.vectors = vectors;
    this.pretraining = pretraining;
    this.earlier = earlier;
  }

  /**
   * Trains until all networks are trained or one was stopped or diverged; those that were not begun
   * are left out.
   *
   * @param stop called after every batch; true ends the training as interrupted
   * @param checkpoints where to resume from and where to keep checkpoints; empty: train from the
   *     start and keep none
   */
  public TrainedNetwork train(
      Progress progress, BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
    int networks = config.training().networks();
    Optional<PretrainedLayers> layers = Optional.empty();
    List<TrainedNetwork> trained = new ArrayList<>();
    Trainer trainer;
    do {
      int number = trained.size() + 1;
      if (networks > 1) {
        progress.networkStarted(number, networks);
      }
      trainer = trainer(number, progress, stop, checkpoints);
      if (pretraining.isPresent() && !trainer.goesOn()) {
        if (layers.isEmpty()) {
          layers =
              pretraining.map(
                  before ->
                      before.run(
                          progress.ofPretraining(),
                          stop,
                          checkpoints.map(Checkpoints::ofPretraining)));
        }
        if (!layers.get().isComplete()) {
          trained.add(trainer.notBegun(layers.get()));
          break;
        }
        trainer.startFrom(layers.get());
      }
      trained.add(trainer.uncalibrated(/* keepLast= */ networks > 1));
    } while (trained.size() < networks && trained.get(trained.size() - 1).endedByItself());
    return trainer.calibrated(networks == 1 ? trained.get(0) : together(trained));
  }

  private Trainer trainer(
      int number, Progress progress, BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
    Trainer trainer =
        new Trainer(
            config.with(config.seed() + number - 1),
            data,
            plan,
            progress,
            stop,
            checkpoints.map(all -> all.of(number)),
            earlier
                .map(choices -> choices.epochs().get(number - 1))
                .orElse(config.training().epochs()),
            earlier.map(EarlierChoices::ridgeStrength).orElse(OptionalDouble.empty()));
    vectors.ifPresent(trainer::startFrom);
    return trainer;
  }

  private TrainedNetwork together(List<TrainedNetwork> trained) {
    TrainedNetwork last = trained.get(trained.size() - 1);
    List<TrainedNetwork> kept =
        trained.stream().filter(each -> each.keptEpoch().isPresent()).toList();
    if (kept.isEmpty()) {
      return last;
    }
    List<Coefficients> parameters = kept.stream().map(each -> each.network().parameters()).toList();
    Network average =
        Network.trained(
            plan,
            parameters,
            config.training().threads().orElseGet(Runtime.getRuntime()::availableProcessors));
    trained.forEach(each -> each.network().close());
    return new TrainedNetwork(
        average,
        last.pipeline(),
        kept.stream().flatMap(each -> each.keptEpochs().stream()).toList(),
        trained.stream().flatMap(each -> each.epochs().stream()).toList(),
        trained.stream()
            .map(TrainedNetwork::ending)
            .filter(ending -> ending != Ending.COMPLETED)
            .reduce((before, after) -> after)
            .orElse(Ending.COMPLETED),
        last.cause());
  }
}
