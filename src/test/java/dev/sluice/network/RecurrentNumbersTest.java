package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.shape.InputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Recurrent layers with weights that tell gates and directions apart, over the steps 1 and -2. */
class RecurrentNumbersTest {
  private static final InputShape TWO_STEPS = new InputShape.Steps(1, 2);

  @Test
  void lstmWithOneUnit() {
    MultiLayerNetwork network = network(lstm(1));
    set(network, "W", new double[][] {{0.1, 0.2, 0.3, 0.4}});
    set(network, "RW", new double[][] {{0.5, -0.6, 0.7, -0.8}});
    set(network, "b", new double[][] {{0.01, 0.02, 0.03, 0.04}});

    // x = 1:  a = tanh(0.11) = 0.109558, f = s(0.22) = 0.554779, o = s(0.33) = 0.581759,
    //         i = s(0.44) = 0.608259; c = i a = 0.066640, h = o tanh(c) = 0.038711.
    // x = -2: a = tanh(-0.2 + 0.5 h + 0.01) = -0.169007, f = s(-0.4 - 0.6 h + 0.02) = 0.400537,
    //         o = s(-0.6 + 0.7 h + 0.03) = 0.367513, i = s(-0.8 - 0.8 h + 0.04) = 0.311961;
    //         c = f 0.066640 + i a = -0.026032, h = o tanh(c) = -0.009565.
    assertThat(steps(network).toDoubleVector())
        .containsExactly(new double[] {0.03871112, -0.00956486}, within(1e-7));
  }

  @Test
  void simpleRnnWithTwoUnits() {
    MultiLayerNetwork network = network(simpleRnn(2));
    set(network, "W", new double[][] {{0.1, 0.2}});
    set(network, "RW", new double[][] {{0.3, -0.4}, {0.5, 0.6}});
    set(network, "b", new double[][] {{0.01, 0.02}});

    // x = 1:  h = tanh(0.11), tanh(0.22) = 0.109558, 0.216518.
    // x = -2: tanh(-0.2 + 0.3 * 0.109558 + 0.5 * 0.216518 + 0.01) = tanh(-0.048873),
    //         tanh(-0.4 - 0.4 * 0.109558 + 0.6 * 0.216518 + 0.02) = tanh(-0.293913).
    assertThat(steps(network).toDoubleVector())
        .containsExactly(
            new double[] {0.10955847, -0.04883455, 0.21651806, -0.28573194}, within(1e-7));
  }

  @Test
  void forgetBiasIsTheOnlyBiasToBegin() {
    assertThat(network(lstm(2)).getLayer(0).getParam("b").ravel().toDoubleVector())
        .containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
  }

  private static MultiLayerNetwork network(LayerSpec layer) {
    NetworkPlan plan = plan(TWO_STEPS, FOUR_NUMBERS, layer, Networks.pooling(Method.MEAN));
    return new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j();
  }

  private static void set(MultiLayerNetwork network, String parameter, double[][] values) {
    network.getLayer(0).getParam(parameter).assign(Nd4j.create(values));
  }

  /** The outputs of the first layer: all steps of unit 0, then of unit 1. */
  private static INDArray steps(MultiLayerNetwork network) {
    INDArray x = Nd4j.create(new float[] {1, -2}, new long[] {1, 1, 2}, 'c');
    INDArray steps = network.feedForward(x).get(1).dup('c');
    return steps.reshape(steps.length());
  }
}
