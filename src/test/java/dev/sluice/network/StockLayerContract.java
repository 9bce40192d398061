package dev.sluice.network;

import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;

import dev.sluice.shape.OutputShape;
import java.util.Random;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** {@link LayerContract} for layers that DL4J has too, which computes them in double precision. */
interface StockLayerContract extends LayerContract {

  @Test
  default void gradientsAgreeWithFiniteDifferences() {
    for (Network given : networks()) {
      NetworkPlan plan = plan(given.input(), new OutputShape.Classes(3), given.layers());
      MultiLayerNetwork network = doubles(plan);

      GradientCheck.assertExact(network, batch(plan, 3, 4, 4, 4));
    }
  }

  private static MultiLayerNetwork doubles(NetworkPlan plan) {
    MultiLayerNetwork network =
        new NetworkBuilder(plan).trainable(training(), 1, 1, DataType.DOUBLE).dl4j();
    Random random = new Random(7);
    for (long i = 0; i < network.numParams(); i++) {
      network.params().putScalar(i, network.params().getDouble(i) + 0.4 * random.nextDouble());
    }
    return network;
  }
}
