package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** The output layer of ours computes what DL4J's does. */
class KernelOutputTest {
  private static final int INPUTS = 5;
  private static final int BATCH = 7;

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  static Stream<Arguments> heads() {
    return Stream.of(
        Arguments.of(Activation.SIGMOID, new CrossEntropy(), new LossBinaryXENT(), 1),
        Arguments.of(Activation.SIGMOID, new CrossEntropy(), new LossBinaryXENT(), 3),
        Arguments.of(Activation.SOFTMAX, new CrossEntropy(), new LossMCXENT(), 4),
        Arguments.of(Activation.IDENTITY, new LossMSE(), new LossMSE(), 1),
        Arguments.of(Activation.IDENTITY, new LossMSE(), new LossMSE(), 24),
        Arguments.of(Activation.IDENTITY, new LossMAE(), new LossMAE(), 3),
        Arguments.of(Activation.IDENTITY, new HuberLoss(0.7), new HuberLoss(0.7), 3),
        Arguments.of(Activation.TANH, new LossMSE(), new LossMSE(), 2)); // has no head of ours
  }

  @ParameterizedTest
  @MethodSource("heads")
  void trainsAndPredictsAsTheStockLayerDoes(
      Activation activation, ILossFunction loss, ILossFunction ofDl4j, int count) {
    MultiLayerNetwork ours = network(new KernelOutput(output(activation, loss, count)));
    MultiLayerNetwork stock = network(output(activation, ofDl4j, count).build());
    stock.setParams(ours.params());
    DataSet data = new DataSet(features(), labels(activation, count));

    for (int step = 0; step < 20; step++) {
      assertClose(ours.output(data.getFeatures()), stock.output(data.getFeatures()));
      assertThat(ours.score(data)).isCloseTo(stock.score(data), within(1e-5));
      ours.fit(data);
      stock.fit(data);
      assertThat(ours.score()).isCloseTo(stock.score(), within(1e-5));
      assertClose(ours.params(), stock.params());
    }
  }

  @Test
  void theGradientOfASigmoidIsTheErrorHoweverWrongItIs() {
    OutputHead head =
        OutputHead.of(Activation.SIGMOID.getActivationFunction(), new CrossEntropy()).orElseThrow();
    for (float logit : new float[] {-200, -20, -12, -1, 0, 1, 12, 20, 200}) {
      for (float label : new float[] {0, 1}) {
        float[] p = {logit};
        head.activate(p, 0, 1);
        float[] z = {logit};
        double loss = head.lossToGradient(z, 0, new float[] {label}, 0, 1);

        assertThat(z[0]).isEqualTo(p[0] - label);
        // log(1 + e^s), s how far the logit is on the wrong side
        double wrong = label == 1 ? -logit : logit;
        assertThat(loss).isCloseTo(Math.log1p(Math.exp(wrong)), within(1e-12));
      }
    }
  }

  @Test
  void theLossOfASoftmaxGrowsHoweverWrongItIs() {
    OutputHead head =
        OutputHead.of(Activation.SOFTMAX.getActivationFunction(), new CrossEntropy()).orElseThrow();
    for (float logit : new float[] {20, 30, 200}) {
      float[] z = {logit, 0, 0};
      double loss = head.lossToGradient(z, 0, new float[] {0, 1, 0}, 0, 3);

      assertThat(loss).isCloseTo(logit, within(1e-6)); // log(e^20 + 2) - 20 = 4e-9
      assertThat(z[0]).isCloseTo(1, within(1e-6f));
      assertThat(z[1]).isCloseTo(-1, within(1e-6f));
    }
  }

  @Test
  void theLossOfNewLabelsIsNotThatOfTheLastStep() {
    OutputLayer.Builder output =
        new OutputLayer.Builder(new LossMSE()).nIn(6).nOut(1).activation(Activation.IDENTITY);
    MultiLayerNetwork network = network(new KernelOutput(output));
    DataSet data = new DataSet(features(), Nd4j.zeros(DataType.FLOAT, BATCH, 1));
    network.fit(data);
    double before = network.score(data);

    data.getLabels().addi(10);

    assertThat(network.score(data)).isGreaterThan(before + 10);
  }

  private static OutputLayer.Builder output(Activation activation, ILossFunction loss, int count) {
    return new OutputLayer.Builder(loss).nIn(6).nOut(count).activation(activation).l2(0.01);
  }

  private static MultiLayerNetwork network(Layer output) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Sgd(0.1))
                .list()
                .layer(
                    new DenseLayer.Builder()
                        .nIn(INPUTS)
                        .nOut(6)
                        .activation(Activation.TANH)
                        .build())
                .layer(output)
                .build());
    network.init();
    return network;
  }

  private static INDArray features() {
    return Nd4j.linspace(DataType.FLOAT, -2, 0.13, BATCH * INPUTS).reshape(BATCH, INPUTS);
  }

  /** 0 and 1 for classes, whole numbers for values. */
  private static INDArray labels(Activation activation, int count) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, count);
    for (int r = 0; r < BATCH; r++) {
      if (activation == Activation.SIGMOID || activation == Activation.SOFTMAX) {
        labels.putScalar(r, r % count, count > 1 || r % 2 == 0 ? 1 : 0);
      } else {
        for (int k = 0; k < count; k++) {
          labels.putScalar(r, k, (r + 2 * k) % 5 - 2);
        }
      }
    }
    return labels;
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(2e-6);
  }
}
