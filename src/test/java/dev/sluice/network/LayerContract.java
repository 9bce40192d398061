package dev.sluice.network;

import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.LayerShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What every layer promises. A new one implements {@link #networks}; what it does with numbers
 * stands in tests of its own. That padding changes nothing is {@link MaskProperties}.
 */
interface LayerContract {

  /**
   * Networks with the layer in every place where it may stand.
   *
   * @param layers without the output layer
   */
  record Network(InputShape input, LayerSpec... layers) {}

  List<Network> networks();

  @Test
  default void givesTheShapesOfThePlan() {
    for (Network given : networks()) {
      NetworkPlan plan = plan(given.input(), new OutputShape.Classes(3), given.layers());
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();
      int steps = given.input() instanceof InputShape.Tokens ? 5 : given.input().steps();
      DataSet examples = batch(plan, 1, steps, steps);

      network.setLayerMaskArrays(examples.getFeaturesMaskArray(), null);
      List<INDArray> activations = network.feedForward(examples.getFeatures());

      for (int i = 0; i < plan.layers().size(); i++) {
        LayerShape shape = plan.layers().get(i).output();
        long perExample =
            (shape instanceof LayerShape.Sequence sequence ? Math.min(steps, sequence.steps()) : 1L)
                * plan.layers().get(i).outputs();
        if (!followedByLast(plan, i)) {
          assertThat(activations.get(i + 1).length())
              .as(plan.layers().get(i).name())
              .isEqualTo(2 * perExample);
        }
      }
      assertThat(activations.get(activations.size() - 1).shape()).containsExactly(2, 3);
    }
  }

  /** The network may take the last step before the plan does; the result is the same. */
  private static boolean followedByLast(NetworkPlan plan, int i) {
    return plan.layers().subList(i + 1, plan.layers().size()).stream()
        .anyMatch(PlannedLayer::takesLast);
  }

  @Test
  default void countsItsParameters() {
    for (Network given : networks()) {
      NetworkPlan plan = plan(given.input(), new OutputShape.Classes(3), given.layers());
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();

      for (int i = 0; i < plan.layers().size(); i++) {
        assertThat(network.getLayer(i).numParams())
            .as(plan.layers().get(i).name())
            .isEqualTo(plan.layers().get(i).parameters());
      }
      assertThat(network.numParams()).isEqualTo(plan.parameters());
    }
  }

  /** Of the layers that train, and so of our kernel. */
  @Test
  default void inSinglePrecisionGradientsAreSlopes() {
    for (Network given : networks()) {
      NetworkPlan plan = plan(given.input(), new OutputShape.Classes(3), given.layers());
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();
      Random random = new Random(7);
      for (long i = 0; i < network.numParams(); i++) {
        network.params().putScalar(i, network.params().getDouble(i) + 0.4 * random.nextGaussian());
      }
      int[] lengths =
          given.input() instanceof InputShape.Tokens
              ? new int[] {4, 1, 3}
              : IntStream.generate(given.input() == WINDOWS ? () -> 4 : given.input()::steps)
                  .limit(3)
                  .toArray();

      GradientCheck.assertSlopes(
          network, batch(plan, 3, lengths), List.of(given.layers()).toString());
    }
  }

  @Test
  default void configurationSurvivesDl4jsJson() {
    for (Network given : networks()) {
      NetworkPlan plan = plan(given.input(), new OutputShape.Classes(3), given.layers());
      MultiLayerConfiguration configuration =
          new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j().getLayerWiseConfigurations();

      assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
    }
  }

  @Test
  default void theSeedDecidesTheInitialWeights() {
    for (Network given : networks()) {
      NetworkPlan plan = plan(given.input(), new OutputShape.Classes(3), given.layers());

      INDArray first = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j().params();
      Nd4j.rand(17); // what ran before in the JVM
      INDArray again = new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j().params();
      INDArray other = new NetworkBuilder(plan).trainable(training(), 1, 2).dl4j().params();

      assertThat(again.toFloatVector()).containsExactly(first.toFloatVector());
      assertThat(other.toFloatVector()).isNotEqualTo(first.toFloatVector());
    }
  }
}
