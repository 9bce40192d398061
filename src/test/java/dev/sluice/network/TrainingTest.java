package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.dropping;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.TrainingSpec.GradientClipping;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What a training loop may rely on. */
class TrainingTest {
  private static final NetworkPlan WITH_DROPOUT =
      plan(
          TOKENS,
          TWO_CLASSES,
          embedding(4),
          dropout(0.5),
          dropping(0.5, lstm(5)),
          dropout(0.5),
          dense(4));
  private static final TrainingSpec ADAM_WITH_ALL =
      training(
          new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8),
          new ScheduleSpec.WarmUp(1.5, new ScheduleSpec.Cosine(0.1)),
          Optional.of(new GradientClipping(Optional.empty(), Optional.empty(), Optional.of(0.1))),
          Optional.empty());

  @Test
  void twoTrainingsAreTheSameBits() {
    Network first = new NetworkBuilder(WITH_DROPOUT).trainable(ADAM_WITH_ALL, 2, 3);
    trainEpochs(first, 0, 4);
    Nd4j.rand(1000); // what else runs in the JVM

    Network second = new NetworkBuilder(WITH_DROPOUT).trainable(ADAM_WITH_ALL, 2, 3);
    trainEpochs(second, 0, 4);

    assertThat(second.dl4j().params().toFloatVector())
        .containsExactly(first.dl4j().params().toFloatVector());
  }

  @Test
  void resumingIsExactWhenEachEpochSeedsItsDropout() {
    Network whole = new NetworkBuilder(WITH_DROPOUT).trainable(ADAM_WITH_ALL, 2, 3);
    trainEpochs(whole, 0, 4);
    Network killed = new NetworkBuilder(WITH_DROPOUT).trainable(ADAM_WITH_ALL, 2, 3);
    trainEpochs(killed, 0, 2);

    Network resumed = new NetworkBuilder(WITH_DROPOUT).trainable(ADAM_WITH_ALL, 2, 3);
    resumed.resume(killed.state());
    trainEpochs(resumed, 2, 4);

    assertThat(resumed.dl4j().params().toFloatVector())
        .containsExactly(whole.dl4j().params().toFloatVector());
  }

  private static void trainEpochs(Network trainable, int from, int to) {
    for (int epoch = from; epoch < to; epoch++) {
      trainable.setSeed(1000 + epoch);
      trainable.fit(batch(WITH_DROPOUT, 2 * epoch, 3, 6, 2));
      trainable.fit(batch(WITH_DROPOUT, 2 * epoch + 1, 4, 1, 5));
    }
  }

  @Test
  void clipsTheNormOfTheMeanGradientOverTheWholeNetwork() {
    INDArray step = stepOf(clipping(Optional.empty(), Optional.empty(), Optional.of(0.01)));
    INDArray unclipped = stepOf(training(new OptimizerSpec.Sgd(1, 0)));

    assertThat(learned(step).norm2Number().doubleValue()).isCloseTo(0.01, within(1e-6));
    double scale = 0.01 / learned(unclipped).norm2Number().doubleValue();
    assertThat(scale).as("the limit must bite").isLessThan(0.9);
    assertClose(learned(step), learned(unclipped).mul(scale));
    assertClose(tracked(step), tracked(unclipped));
  }

  @Test
  void leavesSmallGradientsAsTheyAre() {
    INDArray step = stepOf(clipping(Optional.empty(), Optional.empty(), Optional.of(1e6)));

    assertThat(step.toFloatVector())
        .containsExactly(stepOf(training(new OptimizerSpec.Sgd(1, 0))).toFloatVector());
  }

  @Test
  void clipsEachValueOfTheMeanGradient() {
    INDArray step = stepOf(clipping(Optional.of(0.002), Optional.empty(), Optional.empty()));
    INDArray unclipped = stepOf(training(new OptimizerSpec.Sgd(1, 0)));

    for (int i = 0; i < learned(step).length(); i++) {
      double expected = Math.max(-0.002, Math.min(0.002, learned(unclipped).getDouble(i)));
      assertThat(learned(step).getDouble(i)).isCloseTo(expected, within(1e-6));
    }
    assertClose(tracked(step), tracked(unclipped));
  }

  @Test
  void clipsTheNormOfEachLayer() {
    INDArray step = stepOf(clipping(Optional.empty(), Optional.of(0.01), Optional.empty()));
    INDArray unclipped = stepOf(training(new OptimizerSpec.Sgd(1, 0)));

    // The LSTM has the first 4 * 2 * (3 + 2 + 1) = 48 parameters, the output the last 2 * 4 + 4.
    for (int[] layer : new int[][] {{0, 48}, {56, 68}}) {
      INDArray mine = part(step, layer[0], layer[1]);
      INDArray whole = part(unclipped, layer[0], layer[1]);
      double norm = whole.norm2Number().doubleValue();
      assertClose(mine, whole.mul(Math.min(1, 0.01 / norm)));
    }
  }

  private static TrainingSpec clipping(
      Optional<Double> value, Optional<Double> layerNorm, Optional<Double> globalNorm) {
    return training(new GradientClipping(value, layerNorm, globalNorm));
  }

  /** What one step of gradient descent at a rate of 1 takes off the parameters: their gradient. */
  private static INDArray stepOf(TrainingSpec training) {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(2), batchNormalization());
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training, 1, 3).dl4j();
    INDArray before = network.params().dup();
    DataSet windows = batch(plan, 4, 5, 5, 5, 5, 5);
    network.fit(windows);
    return before.subi(network.params()).ravel();
  }

  /** All but the mean and variance of the batch normalisation, parameters 52 to 55. */
  private static INDArray learned(INDArray step) {
    return Nd4j.concat(0, part(step, 0, 52), part(step, 56, 68));
  }

  private static INDArray tracked(INDArray step) {
    return part(step, 52, 56);
  }

  private static INDArray part(INDArray step, int from, int to) {
    return step.get(NDArrayIndex.interval(from, to));
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-6);
  }
}
