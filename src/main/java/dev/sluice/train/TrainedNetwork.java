package dev.sluice.train;

import dev.sluice.data.Pipeline;
import dev.sluice.network.Network;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.EarlyStopping;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The result of a training.
 *
 * @param network with the parameters of the kept epoch; unusable if there is none
 * @param pipeline of the data, with what it learned from the network's outputs for the validation
 *     part
 * @param keptEpochs of each network, several in an ensemble: the best epoch on the validation part,
 *     or the last if there is none; from 1, or 0 for a fitted start that no epoch has bettered;
 *     none if no epoch was completed
 * @param epochs the scores of each completed epoch, in order, one network after the other,
 *     including those before the training was resumed, and of each fitted start, as epoch 0
 * @param ending why it ended
 * @param cause for {@link Ending#DIVERGED}, where and probably why, and what to try
 */
public record TrainedNetwork(
    Network network,
    Pipeline pipeline,
    List<Integer> keptEpochs,
    List<EpochScores> epochs,
    Ending ending,
    Optional<String> cause) {
  public TrainedNetwork {
    keptEpochs = List.copyOf(keptEpochs);
    epochs = List.copyOf(epochs);
  }

  /** That of the first network; empty if no epoch was completed. */
  public Optional<Integer> keptEpoch() {
    return keptEpochs.stream().findFirst();
  }

  /** How many epochs of all networks were trained; a start is none. */
  public int trainedEpochs() {
    return (int) epochs.stream().filter(scores -> scores.epoch() > 0).count();
  }

  /** The same, with what the pipeline has learned. */
  TrainedNetwork with(Pipeline learned) {
    return new TrainedNetwork(network, learned, keptEpochs, epochs, ending, cause);
  }

  /** The same, ended otherwise. */
  TrainedNetwork with(Ending otherEnding) {
    return new TrainedNetwork(network, pipeline, keptEpochs, epochs, otherEnding, cause);
  }

  /** Whether it ended regularly; only then is there something to score. */
  public boolean endedByItself() {
    return ending.isByItself();
  }

  /** The time of all epochs. */
  public double seconds() {
    return epochs.stream().mapToDouble(EpochScores::seconds).sum();
  }

  /**
   * Sentences for the user: how the epoch was chosen, if in an unusual way, and what was learned.
   */
  public Optional<String> note(TrainingSpec training) {
    return Stream.of(
            lossChoseInstead(training),
            keptStart(),
            keptEpochsOfEach(),
            pipeline.target().learned())
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + ". " + other);
  }

  private Optional<String> keptStart() {
    return endedByItself() && keptEpochs.equals(List.of(0))
        ? Optional.of("The start was kept: no epoch was better than its ridge regression")
        : Optional.empty();
  }

  private Optional<String> keptEpochsOfEach() {
    return keptEpochs.size() < 2
        ? Optional.empty()
        : Optional.of(
            "The model is the average of %s networks, of the epochs %s%s"
                .formatted(
                    keptEpochs.size(),
                    keptEpochs.stream().map(String::valueOf).collect(Collectors.joining(", ")),
                    keptEpochs.contains(0) ? " (0: the start, a ridge regression)" : ""));
  }

  /**
   * A sentence for the user, if the metric that should choose the epoch never had a value, so that
   * the loss chose.
   */
  private Optional<String> lossChoseInstead(TrainingSpec training) {
    return training
        .earlyStopping()
        .map(EarlyStopping::monitor)
        .filter(monitor -> !epochs.isEmpty())
        .filter(monitor -> epochs.stream().noneMatch(e -> e.validation().containsKey(monitor)))
        .map(
            "%s had no value in any epoch: the epoch was chosen by the validation loss"::formatted);
  }
}
