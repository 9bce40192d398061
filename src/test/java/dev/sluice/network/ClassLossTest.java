package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LossSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClassLossTest {
  private static final double STEP = 1e-6;
  private static final IActivation SIGMOID = new ActivationSigmoid();
  private static final IActivation SOFTMAX = new ActivationSoftmax();

  // Examples with any number of labels, a sigmoid for each.
  private static final double[][] SEVERAL = {{1, 0, 1}, {0, 0, 0}};
  private static final double[][] SEVERAL_LOGITS = {{1.5, -0.3, -2}, {0.7, 1, -1}};

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  @ParameterizedTest
  @CsvSource({"0.1, 0, false", "0, 2, false", "0, 0.5, true", "0.2, 0, true", "0, 0, true"})
  void gradientsAreThoseOfTheLoss(double smoothing, double gamma, boolean weighted) {
    for (IActivation activation : new IActivation[] {SIGMOID, SOFTMAX}) {
      boolean sigmoid = activation == SIGMOID;
      double[] weights = !weighted ? new double[0] : new double[] {0.5, 3, 2};
      ClassLoss loss = new ClassLoss(smoothing, gamma, weights);
      INDArray labels =
          Nd4j.create(
              sigmoid
                  ? weighted ? new double[][] {{1}, {0}, {1}} : SEVERAL
                  : new double[][] {{0, 1, 0}, {1, 0, 0}, {0, 0, 1}});
      INDArray logits =
          Nd4j.create(
              sigmoid
                  ? weighted ? new double[][] {{1.5}, {0.7}, {-2}} : SEVERAL_LOGITS
                  : new double[][] {{0.1, 1.5, -1}, {0.7, -0.2, 0.4}, {2, 1, -1}});

      INDArray gradient = loss.computeGradient(labels, logits, activation, null);

      OutputHead head = OutputHead.of(activation, loss).orElseThrow();
      OutputHead plain = OutputHead.of(activation, new CrossEntropy()).orElseThrow();
      int n = logits.columns();
      for (int r = 0; r < logits.rows(); r++) {
        float[] z = logits.getRow(r).toFloatVector();
        float[] y = labels.getRow(r).toFloatVector();
        double shown = head.lossToGradient(z, 0, y, 0, n);
        assertThat(shown)
            .isEqualTo(plain.lossToGradient(logits.getRow(r).toFloatVector(), 0, y, 0, n));
        for (int j = 0; j < n; j++) {
          assertThat(gradient.getDouble(r, j))
              .isCloseTo(slope(loss, labels, logits, activation, r, j), within(1e-7));
          assertThat((double) z[j]).isCloseTo(gradient.getDouble(r, j), within(1e-6));
        }
      }
    }
  }

  private static double slope(
      ClassLoss loss, INDArray labels, INDArray logits, IActivation activation, int r, int j) {
    INDArray above = logits.dup();
    above.putScalar(r, j, logits.getDouble(r, j) + STEP);
    INDArray below = logits.dup();
    below.putScalar(r, j, logits.getDouble(r, j) - STEP);
    return (loss.computeScore(labels, above, activation, null, false)
            - loss.computeScore(labels, below, activation, null, false))
        / (2 * STEP);
  }

  @Test
  void aSmoothedLabelSharesWithAllClasses() {
    // The softmax is 1/4, 3/4; of label 0 a fifth is shared: 0.8 + 0.1, 0.1.
    assertThat(gradient(new ClassLoss(0.2, 0, new double[0]), 0, (float) Math.log(3)))
        .containsExactly(new float[] {0.25f - 0.9f, 0.75f - 0.1f}, within(1e-6f));
  }

  @Test
  void theWeightIsThatOfTheRightClass() {
    assertThat(gradient(new ClassLoss(0, 0, new double[] {4, 100}), 0, (float) Math.log(3)))
        .containsExactly(new float[] {4 * (0.25f - 1), 4 * 0.75f}, within(1e-6f));
  }

  @Test
  void focalLossIsCertainOfNothingWrongAtTheEndsOfTheFloats() {
    for (double gamma : new double[] {0.5, 1, 2}) {
      ClassLoss loss = new ClassLoss(0, gamma, new double[0]);

      assertThat(gradient(loss, 200, -200)).containsExactly(0, 0); // right
      assertThat(gradient(loss, -200, 200)).containsExactly(-1, 1); // wrong: as without gamma
    }
  }

  @Test
  void survivesDl4jsJson() {
    NetworkPlan plan =
        NetworkPlan.of(
            Networks.config(Networks.training(new LossSpec.Focal(2)), Networks.lstm(3)),
            Networks.WINDOWS,
            new OutputShape.Classes(3, List.of(1.0, 2.0, 0.5)));
    MultiLayerConfiguration configuration =
        new NetworkBuilder(plan)
            .trainable(Networks.training(), 1, 1)
            .dl4j()
            .getLayerWiseConfigurations();

    assertThat(configuration.toJson()).contains("ClassLoss");
    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
  }

  /** Of a softmax of two, the label being the first. */
  private static float[] gradient(ClassLoss loss, float... z) {
    OutputHead.of(SOFTMAX, loss).orElseThrow().lossToGradient(z, 0, new float[] {1, 0}, 0, 2);
    return z;
  }
}
