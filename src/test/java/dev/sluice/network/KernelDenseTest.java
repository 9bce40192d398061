package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The dense layer of ours computes what DL4J's does. */
class KernelDenseTest {
  private static final int INPUTS = 21;
  private static final int UNITS = 19; // both fill up a last vector

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"TANH", "SIGMOID", "HARDSIGMOID", "RELU", "IDENTITY"})
  void trainsAndPredictsAsTheStockLayerDoes(Activation activation) {
    DenseLayer dense = dense(activation);
    assertThat(KernelDense.covers(dense)).isTrue();
    MultiLayerNetwork ours = network(stock(), new KernelDense(dense));
    MultiLayerNetwork stock = network(stock(), dense(activation));
    stock.setParams(ours.params());

    for (int step = 0; step < 20; step++) {
      DataSet data = data(1 + 13 * (step % 3));
      assertClose(ours.output(data.getFeatures()), stock.output(data.getFeatures()));
      ours.fit(data);
      stock.fit(data);
      assertThat(ours.score()).isCloseTo(stock.score(), within(1e-5));
      assertClose(ours.params(), stock.params());
    }
  }

  /** The stock layer's products depend on how many rows there are. */
  @Test
  void batchMatesChangeNoBit() {
    MultiLayerNetwork network =
        network(new KernelDense(stock()), new KernelDense(dense(Activation.RELU)));
    INDArray features = data(100).getFeatures();
    float[][] together = network.output(features).toFloatMatrix();

    for (int row = 0; row < 100; row++) {
      INDArray alone = features.get(NDArrayIndex.interval(row, row + 1)).dup('c');
      assertThat(network.output(alone).toFloatVector()).containsExactly(together[row]);
    }
  }

  private static DenseLayer dense(Activation activation) {
    return new DenseLayer.Builder().nIn(INPUTS).nOut(UNITS).activation(activation).l2(0.01).build();
  }

  private static DenseLayer stock() {
    return new DenseLayer.Builder().nIn(INPUTS).nOut(INPUTS).activation(Activation.TANH).build();
  }

  private static MultiLayerNetwork network(Layer first, Layer second) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .list()
                .layer(first)
                .layer(second)
                .layer(
                    new KernelOutput(
                        new OutputLayer.Builder(new LossMSE())
                            .nIn(UNITS)
                            .nOut(2)
                            .activation(Activation.IDENTITY)))
                .build());
    network.init();
    return network;
  }

  private static DataSet data(int rows) {
    return new DataSet(
        Nd4j.linspace(DataType.FLOAT, -2, 4.0 / (rows * INPUTS), rows * INPUTS)
            .reshape(rows, INPUTS),
        Nd4j.linspace(DataType.FLOAT, -1, 1.0 / rows, rows * 2).reshape(rows, 2));
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(3e-6);
  }
}
