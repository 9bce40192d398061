package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Spelling;
import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Convolution.Padding;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.TrainingSpec;
import dev.sluice.spec.WeightInit;
import java.util.ArrayList;
import java.util.Arrays;
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
 * Layers of any kind, with any options, over any batch and mask: a training step and a prediction
 * do not fail, and a prediction is the forward pass of training without dropout, bit by bit.
 * CONTRIBUTING.md has the command for many more than these.
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

  /** Whether the step changed a layer before the output. */
  private static boolean check(long seed) {
    Random random = new Random(seed);
    int steps = any(random, STEPS);
    int rows = any(random, ROWS);
    InputShape input = input(random, steps);
    OutputShape target =
        random.nextBoolean()
            ? new OutputShape.Classes(2 + random.nextInt(3))
            : new OutputShape.Values(1, 2);
    long drawn = random.nextLong();
    List<LayerSpec> dropping = layers(new Random(drawn), input, 1);
    List<LayerSpec> keeping = layers(new Random(drawn), input, 0);
    String what =
        "-Drandom.seed=%s: %s rows of %s through %s".formatted(seed, rows, input, dropping);
    try {
      NetworkPlan plan = Networks.plan(input, target, dropping.toArray(LayerSpec[]::new));
      TrainingSpec training = training(1 + random.nextInt(3));
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training, 1, seed).dl4j();
      DataSet batch = batch(plan, random, rows, steps);
      float[] before = beforeOutput(network);

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
      return before.length == 0 || !Arrays.equals(beforeOutput(network), before);
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
  }

  /** The parameters of all layers but the output. */
  private static float[] beforeOutput(MultiLayerNetwork network) {
    long output = network.getOutputLayer().numParams();
    return Arrays.copyOf(
        network.params().toFloatVector(), Math.toIntExact(network.numParams() - output));
  }

  private static InputShape input(Random random, int steps) {
    return switch (random.nextInt(4)) {
      case 0, 1 -> new InputShape.Steps(any(random, UNITS), steps);
      case 2 -> new InputShape.Tokens(11, steps, Optional.empty());
      default ->
          new InputShape.Tokens(
              11, steps, Optional.empty(), Optional.of(new Spelling(7, 4, 3, 2)), 1);
    };
  }

  /**
   * Up to two layers, then one or two that make a vector.
   *
   * @param dropout 0 for none, else 1
   */
  private static List<LayerSpec> layers(Random random, InputShape input, int dropout) {
    List<LayerSpec> layers = new ArrayList<>();
    int width;
    if (input instanceof InputShape.Tokens tokens) {
      int size = any(random, UNITS);
      double types = random.nextInt(3) == 0 ? dropout * 0.3 : 0;
      layers.add(Networks.embedding(size, types, random.nextInt(3) == 0 ? dropout * 0.3 : 0));
      width = size + tokens.spelling().map(spelling -> 2 * spelling.units()).orElse(0);
    } else {
      width = ((InputShape.Steps) input).features();
    }
    for (int more = random.nextInt(3); more > 0; more--) {
      LayerSpec layer = layer(random, dropout, width);
      layers.add(layer);
      width = outputs(layer, width);
    }
    switch (random.nextInt(4)) {
      case 0 -> layers.add(Networks.attention(any(random, UNITS)));
      case 1 ->
          layers.add(
              Networks.pooling(
                  any(
                      random,
                      new Method[] {Method.MEAN, Method.MAX, Method.MEAN_MAX, Method.CONCAT})));
      case 2 -> {
        layers.add(recurrent(random, dropout, any(random, UNITS)));
        layers.add(Networks.dense(any(random, UNITS)));
        layers.add(Networks.pooling(Method.LAST));
      }
      default ->
          layers.add(
              random.nextBoolean()
                  ? recurrent(random, dropout, any(random, UNITS))
                  : bidirectional(random, dropout, any(random, UNITS)));
    }
    return layers;
  }

  private static <S extends LayerSpec> int outputs(S layer, int inputs) {
    return LayerFactories.of(layer).outputs(layer, inputs);
  }

  /** A layer that gives steps for steps. */
  private static LayerSpec layer(Random random, int dropout, int width) {
    boolean residual = random.nextInt(3) == 0;
    int units = residual ? width : any(random, UNITS);
    LayerSpec layer =
        switch (random.nextInt(9)) {
          case 0 -> Networks.dense(units);
          case 1 ->
              Networks.convolution(
                  units,
                  1 + random.nextInt(4),
                  random.nextBoolean() ? Padding.SAME : Padding.CAUSAL);
          case 2 -> Networks.selfAttention(units % 2 == 0 ? 2 : 1, units, random.nextBoolean());
          case 3 -> {
            residual = false;
            yield Networks.dropout(dropout * 0.3);
          }
          case 4 -> {
            residual = false;
            yield Networks.spatialDropout(dropout * 0.3);
          }
          case 5 -> {
            residual = false;
            yield Networks.layerNormalization();
          }
          case 6 -> bidirectional(random, dropout, units);
          default -> recurrent(random, dropout, units);
        };
    return residual && outputs(layer, width) == width ? Networks.residual(layer) : layer;
  }

  private static LayerSpec bidirectional(Random random, int dropout, int units) {
    return Networks.bidirectional(
        recurrent(random, dropout, units), any(random, LayerSpec.Bidirectional.Merge.values()));
  }

  private static LayerSpec.RecurrentLayer recurrent(Random random, int dropout, int units) {
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
              0,
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
              0,
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
              0,
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
    return Networks.with(Networks.training(), "threads", Optional.of(threads));
  }

  /** With no mask, or one that leaves out anything, whole rows too where DL4J does not pool. */
  private static DataSet batch(NetworkPlan plan, Random random, int rows, int steps) {
    INDArray features = features(plan.input(), random, rows, steps);
    INDArray labels = Nd4j.create(DataType.FLOAT, rows, plan.output().units());
    boolean values = plan.target() instanceof OutputShape.Values;
    for (int r = 0; r < rows; r++) {
      int label = random.nextInt(Math.max(2, plan.output().units()));
      for (int k = 0; k < plan.output().units(); k++) {
        boolean positive = plan.output().units() == 1 ? label == 1 : label == k;
        labels.putScalar(r, k, values ? random.nextGaussian() : positive ? 1 : 0);
      }
    }
    boolean pooledByDl4j =
        plan.layers().stream()
            .anyMatch(
                layer ->
                    layer.spec() instanceof LayerSpec.Pooling pooling
                        && List.of(Method.MEAN, Method.MAX).contains(pooling.method()));
    INDArray mask = null;
    if (random.nextInt(4) > 0) {
      mask = Nd4j.create(DataType.FLOAT, rows, steps);
      double share = random.nextDouble();
      for (int r = 0; r < rows; r++) {
        boolean nothing = random.nextInt(6) == 0;
        for (int t = 0; t < steps; t++) {
          boolean present = !nothing && random.nextDouble() < share;
          mask.putScalar(r, t, present || pooledByDl4j && t == 0 ? 1 : 0);
        }
      }
    }
    return new DataSet(features, labels, mask, null);
  }

  private static INDArray features(InputShape input, Random random, int rows, int steps) {
    if (input instanceof InputShape.Steps numbers) {
      INDArray features = Nd4j.create(DataType.FLOAT, rows, numbers.features(), steps);
      for (long i = 0; i < features.length(); i++) {
        features.putScalar(i, random.nextGaussian());
      }
      return features;
    }
    InputShape.Tokens tokens = (InputShape.Tokens) input;
    int most = tokens.spelling().map(Spelling::most).orElse(0);
    INDArray features = Nd4j.create(DataType.FLOAT, rows, 1 + most, steps);
    for (int r = 0; r < rows; r++) {
      for (int t = 0; t < steps; t++) {
        features.putScalar(r, 0, t, random.nextInt(tokens.vocabularySize()));
        for (int k = random.nextInt(most + 1); k > 0; k--) {
          features.putScalar(r, k, t, 1 + random.nextInt(tokens.spelling().get().alphabet() - 1));
        }
      }
    }
    return most == 0 ? features.reshape(rows, steps) : features;
  }

  private static int any(Random random, int[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static <T> T any(Random random, T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
