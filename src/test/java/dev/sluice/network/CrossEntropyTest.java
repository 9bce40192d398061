package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the stock output layer computes it with, in double precision and with masks of labels. */
class CrossEntropyTest {
  private static final CrossEntropy LOSS = new CrossEntropy();

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  @Test
  void theGradientIsTheErrorHoweverWrongALogitIs() {
    INDArray labels = Nd4j.create(new double[][] {{0, 1}, {1, 0}, {1, 0}});
    INDArray logits = Nd4j.create(new double[][] {{800, -30}, {1, -1}, {-20, 800}});
    for (IActivation activation :
        new IActivation[] {new ActivationSigmoid(), new ActivationSoftmax()}) {
      INDArray error = activation.getActivation(logits.dup(), true).sub(labels);

      assertThat(LOSS.computeGradient(labels, logits, activation, null)).isEqualTo(error);
    }
    // 800 + 30, log(1 + e^-1) twice, 20 + 800
    assertThat(losses(labels, logits, new ActivationSigmoid(), null))
        .containsExactly(new double[] {830, 2 * Math.log1p(Math.exp(-1)), 820}, within(1e-6));
    // the distance of the two logits, log(1 + e^-2), and again
    assertThat(losses(labels, logits, new ActivationSoftmax(), null))
        .containsExactly(new double[] {830, Math.log1p(Math.exp(-2)), 820}, within(1e-6));
  }

  @Test
  void examplesThatAMaskLeavesOutCountNothing() {
    INDArray labels = Nd4j.create(new double[][] {{1}, {0}});
    INDArray logits = Nd4j.create(new double[][] {{-40}, {40}});
    INDArray mask = Nd4j.create(new double[][] {{1}, {0}});

    assertThat(losses(labels, logits, new ActivationSigmoid(), mask))
        .containsExactly(new double[] {40, 0}, within(1e-12));
    assertThat(LOSS.computeGradient(labels, logits, new ActivationSigmoid(), mask).toDoubleVector())
        .containsExactly(new double[] {-1, 0}, within(1e-12));
  }

  private static double[] losses(
      INDArray labels, INDArray logits, IActivation activation, INDArray mask) {
    return LOSS.computeScoreArray(labels, logits, activation, mask).toDoubleVector();
  }
}
