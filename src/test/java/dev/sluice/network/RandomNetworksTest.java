package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.WeightInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Recurrent layers of any kind, with any options, over any batch and mask: a training step and a
 * prediction do not fail, and a prediction is the forward pass of training without dropout, bit by
 * bit. CONTRIBUTING.md has the command for many more than these.
 */
class RandomNetworksTest {
  private static final int NETWORKS = Integer.getInteger("random.networks", 60);
  private static final long SEED = Long.getLong("random.seed", 1);

  private static final List<Activation> ACTIVATIONS = List.copyOf(LayerSpec.COMMON);

  /** With others each step may square the state: no format of numbers holds that for long. */
  private static final List<Activation> BOUNDED =
      List.of(Activation.TANH, Activation.SIGMOID, Activation.HARD_SIGMOID);

  private static final int[] UNITS = {1, 2, 3, 5, 7, 8, 9, 16, 17, 31, 33};
  private static final int[] STEPS = {1, 1, 2, 3, 8, 13, 25};
  private static final int[] ROWS = {1, 1, 2, 3, 7, 16, 33};

  @Test
  void trainAndPredictWhateverTheyAreMadeOf() {
    int changed = 0;
    for (long seed = SEED; seed < SEED + NETWORKS; seed++) {
      changed += check(seed) ? 1 : 0;
    }

    // Not all: a mask may leave nothing to learn from, and relu may be 0 everywhere.
    assertThat(changed).isGreaterThan(NETWORKS * 3 / 4);
  }

  /** Whether the step changed the last recurrent layer. */
  private static boolean check(long seed) {
    Random random = new Random(seed);
    int steps = any(random, STEPS);
    int rows = any(random, ROWS);
    boolean tokens = random.nextBoolean();
    InputShape input =
        tokens
            ? new InputShape.Tokens(11, steps, Optional.empty())
            : new InputShape.Steps(any(random, UNITS), steps);
    OutputShape target =
        random.nextBoolean()
            ? new OutputShape.Classes(2 + random.nextInt(3))
            : new OutputShape.Values(1, 2);
    List<LayerSpec> dropping = new ArrayList<>();
    List<LayerSpec> keeping = new ArrayList<>();
    if (tokens) {
      LayerSpec embedding = Networks.embedding(any(random, UNITS));
      dropping.add(embedding);
      keeping.add(embedding);
    }
    for (int layers = 1 + random.nextInt(3); layers > 0; layers--) {
      long layer = random.nextLong();
      dropping.add(layer(new Random(layer), 1));
      keeping.add(layer(new Random(layer), 0));
    }
    String what =
        "-Drandom.seed=%s: %s rows of %s through %s".formatted(seed, rows, input, dropping);
    try {
      NetworkPlan plan = Networks.plan(input, target, dropping.toArray(LayerSpec[]::new));
      TrainingSpec training = training(1 + random.nextInt(3));
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training, 1, seed).dl4j();
      DataSet batch = batch(plan, random, rows, steps);
      INDArray before = network.getLayer(keeping.size() - 1).params().dup();

      network.fit(batch);

      assertThat(network.score()).as(what).isFinite();
      assertThat(network.params().toFloatVector()).as(what).doesNotContain(Float.NaN);
      assertThat(network.params().amaxNumber().doubleValue()).as(what).isFinite();

      MultiLayerNetwork trained = new NetworkBuilder(plan).trained(network.params());
      InferenceTest.assertBitsOfDl4j(trained, batch, what);
      INDArray predicted =
          trained.output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null);
      MultiLayerNetwork undropped =
          new NetworkBuilder(Networks.plan(input, target, keeping.toArray(LayerSpec[]::new)))
              .trainable(training, 1, seed)
              .dl4j();
      undropped.setParams(network.params());
      undropped.setLayerMaskArrays(batch.getFeaturesMaskArray(), null);
      List<INDArray> forward = undropped.feedForward(batch.getFeatures(), true);
      assertThat(predicted.toFloatMatrix())
          .as(what)
          .isDeepEqualTo(forward.get(forward.size() - 1).toFloatMatrix());
      assertThat(predicted.amaxNumber().doubleValue()).as(what).isFinite();
      return !network.getLayer(keeping.size() - 1).params().equals(before);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  /**
   * @param dropout 0 for none, else 1
   */
  private static LayerSpec layer(Random random, int dropout) {
    if (random.nextInt(4) == 0) {
      return new LayerSpec.Bidirectional(
          recurrent(random, dropout),
          any(random, LayerSpec.Bidirectional.Merge.values()),
          Optional.empty(),
          false);
    }
    return recurrent(random, dropout);
  }

  private static LayerSpec.RecurrentLayer recurrent(Random random, int dropout) {
    int units = any(random, UNITS);
    double inputs = random.nextBoolean() ? 0 : dropout * 0.3;
    double states = random.nextBoolean() ? 0 : dropout * 0.4;
    WeightInit inputWeights = any(random, WeightInit.values());
    WeightInit recurrentWeights = random.nextBoolean() ? WeightInit.ORTHOGONAL : WeightInit.NORMAL;
    double penalty = random.nextInt(3) == 0 ? 0.01 : 0;
    Activation any = ACTIVATIONS.get(random.nextInt(ACTIVATIONS.size()));
    Activation bounded = BOUNDED.get(random.nextInt(BOUNDED.size()));
    return switch (random.nextInt(3)) {
      case 0 ->
          new LayerSpec.Lstm(
              units,
              any,
              bounded,
              any(random, LayerSpec.Lstm.Peepholes.values()),
              inputs,
              states,
              Optional.empty(),
              false,
              random.nextInt(3) - 1,
              inputWeights,
              recurrentWeights,
              penalty,
              penalty,
              penalty);
      case 1 ->
          new LayerSpec.Gru(
              units,
              any,
              bounded,
              random.nextBoolean(),
              inputs,
              states,
              Optional.empty(),
              false,
              inputWeights,
              recurrentWeights,
              penalty,
              penalty,
              penalty);
      default ->
          new LayerSpec.SimpleRnn(
              units,
              any,
              inputs,
              states,
              Optional.empty(),
              false,
              inputWeights,
              recurrentWeights,
              penalty,
              penalty,
              penalty);
    };
  }

  private static TrainingSpec training(int threads) {
    return new TrainingSpec(
        10,
        4,
        new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8),
        new ScheduleSpec.Constant(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        1,
        Optional.of(threads));
  }

  /** With no mask, or one that leaves out anything, whole rows too. */
  private static DataSet batch(NetworkPlan plan, Random random, int rows, int steps) {
    boolean tokens = plan.input() instanceof InputShape.Tokens;
    int inputs = plan.layers().get(0).inputs();
    INDArray features =
        tokens
            ? Nd4j.create(DataType.FLOAT, rows, steps)
            : Nd4j.create(DataType.FLOAT, rows, inputs, steps);
    for (long i = 0; i < features.length(); i++) {
      features.putScalar(i, tokens ? random.nextInt(inputs) : random.nextGaussian());
    }
    INDArray labels = Nd4j.create(DataType.FLOAT, rows, plan.output().units());
    boolean values = plan.target() instanceof OutputShape.Values;
    for (int r = 0; r < rows; r++) {
      int label = random.nextInt(Math.max(2, plan.output().units()));
      for (int k = 0; k < plan.output().units(); k++) {
        boolean positive = plan.output().units() == 1 ? label == 1 : label == k;
        labels.putScalar(r, k, values ? random.nextGaussian() : positive ? 1 : 0);
      }
    }
    INDArray mask = null;
    if (random.nextInt(4) > 0) {
      mask = Nd4j.create(DataType.FLOAT, rows, steps);
      double share = random.nextDouble();
      for (int r = 0; r < rows; r++) {
        boolean nothing = random.nextInt(6) == 0;
        for (int t = 0; t < steps; t++) {
          mask.putScalar(r, t, !nothing && random.nextDouble() < share ? 1 : 0);
        }
      }
    }
    return new DataSet(features, labels, mask, null);
  }

  private static int any(Random random, int[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static <T> T any(Random random, T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
