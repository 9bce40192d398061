package dev.sluice.train;

import dev.sluice.data.Dataset;
import dev.sluice.network.NetworkPlan;
import dev.sluice.spec.LayerSpec.Output.LinearStart;
import dev.sluice.spec.TrainingSpec;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a training chose by its validation part, for a training on all rows, which has none.
 *
 * @param epochs of each network
 * @param ridgeStrength the penalty of the ridge regression that the networks start from, for each
 *     example; empty if they do not start from one
 */
public record EarlierChoices(List<Integer> epochs, OptionalDouble ridgeStrength) {
  public EarlierChoices {
    epochs = List.copyOf(epochs);
  }

  /**
   * Those of a training with this data. The ridge regression is fitted again: a resumed training
   * does not know what it chose.
   *
   * @param pause called every now and then; may throw
   */
  public static EarlierChoices of(
      TrainedNetwork trained,
      Dataset data,
      NetworkPlan plan,
      TrainingSpec training,
      Runnable pause) {
    return new EarlierChoices(
        trained.keptEpochs(),
        plan.output().spec().linearStart() == LinearStart.RIDGE
            ? new RidgeStart(data, plan.output(), training.batchSize(), pause).strength()
            : OptionalDouble.empty());
  }
}
