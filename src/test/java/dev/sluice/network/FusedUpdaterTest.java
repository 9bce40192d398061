package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

class FusedUpdaterTest {
  private static final INDArray IN = Nd4j.linspace(DataType.FLOAT, -1, 0.07, 30).reshape(10, 3);
  private static final INDArray OUT = Nd4j.linspace(DataType.FLOAT, 2, -0.2, 10).reshape(10, 1);

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  @Test
  void trainsAsTheStockUpdaterDoes() {
    MultiLayerNetwork fused = network(new FusedAdam(0.02, 0.9, 0.999, 1e-8, 2), 0);
    FusedUpdater.install(fused, 2);
    MultiLayerNetwork stock = network(new Adam(0.02, 0.9, 0.999, 1e-8), 0);
    stock.setParams(fused.params());

    for (int step = 0; step < 30; step++) {
      fused.fit(IN, OUT);
      stock.fit(IN, OUT);
    }

    assertThat(fused.getUpdater()).isInstanceOf(FusedUpdater.class);
    assertClose(fused.params(), stock.params());
    assertClose(fused.getUpdater().getStateViewArray(), stock.getUpdater().getStateViewArray());
    assertThat(fused.getIterationCount()).isEqualTo(30);
  }

  @Test
  void leavesPenaltiesToTheStockUpdater() {
    MultiLayerNetwork network = network(new FusedAdam(0.02, 0.9, 0.999, 1e-8, 2), 0.1);

    FusedUpdater.install(network, 2);

    assertThat(network.getUpdater()).isNotInstanceOf(FusedUpdater.class);
  }

  @Test
  void leavesOtherUpdatersAlone() {
    MultiLayerNetwork network = network(new Adam(0.02), 0);

    FusedUpdater.install(network, 2);

    assertThat(network.getUpdater()).isNotInstanceOf(FusedUpdater.class);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
  }

  private static MultiLayerNetwork network(IUpdater updater, double l2) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(updater)
                .l2(l2)
                .list()
                .layer(new DenseLayer.Builder().nIn(3).nOut(4).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(new LossMSE())
                        .nIn(4)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    network.init();
    return network;
  }
}
