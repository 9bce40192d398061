package dev.sluice.network;

import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.OutputShape;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** {@link LayerContract} for layers that are computed in single precision only. */
interface KernelOnlyLayerContract extends LayerContract {

  /**
   * In single precision a difference of losses has few digits left, so the slope is taken along the
   * gradient and along random directions, where it is large.
   */
  @Test
  @Override
  default void gradientsAgreeWithFiniteDifferences() {
    for (Network given : networks()) {
      NetworkPlan plan = plan(given.input(), new OutputShape.Classes(3), given.layers());
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 1).network();
      Random random = new Random(7);
      for (long i = 0; i < network.numParams(); i++) {
        network.params().putScalar(i, network.params().getDouble(i) + 0.4 * random.nextGaussian());
      }
      DataSet examples = batch(plan, 3, 4, 4, 4);
      loss(network, examples);
      INDArray gradient = network.gradient().gradient().dup().divi(examples.numExamples());
      double norm = gradient.norm2Number().doubleValue();
      assertThat(norm)
          .as("norm of the gradient of %s", List.of(given.layers()))
          .isBetween(1e-6, 1e6);
      for (int direction = 0; direction < 4; direction++) {
        INDArray along =
            (direction == 0 ? gradient.div(norm) : random(network.numParams(), random))
                .reshape(network.params().shape());
        double step = 1e-2;
        network.params().addi(along.mul(step));
        double more = loss(network, examples);
        network.params().subi(along.mul(2 * step));
        double less = loss(network, examples);
        network.params().addi(along.mul(step));

        assertThat((more - less) / (2 * step))
            .as("slope in direction %d of %s", direction, List.of(given.layers()))
            .isCloseTo(
                along.mul(gradient.reshape(along.shape())).sumNumber().doubleValue(),
                org.assertj.core.data.Offset.offset(1e-3 * norm));
      }
    }
  }

  private static INDArray random(long size, Random random) {
    float[] values = new float[(int) size];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    INDArray direction = Nd4j.createFromArray(values).reshape(1, size);
    return direction.divi(direction.norm2Number());
  }

  private static double loss(MultiLayerNetwork network, DataSet examples) {
    Nd4j.getRandom().setSeed(99); // the same draws of dropout each time
    network.setInput(examples.getFeatures());
    network.setLabels(examples.getLabels());
    network.computeGradientAndScore();
    return network.score();
  }
}
