package dev.sluice.network;

import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.lstm;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Positive;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ValueLossTest {
  private static final List<Double> DECILES = List.of(0.1, 0.5, 0.9);

  /** What {@link Positive} makes this. */
  private static double inverse(double positive) {
    return Math.log(Math.expm1(positive - 1e-3));
  }

  private static double loss(ValueForm form, double[] z, double... label) {
    return form.loss(z, label, new double[z.length]);
  }

  @Test
  void pinballIsTheMeanOverLevels() {
    double[] gradient = new double[3];

    double loss =
        new ValueForm.Quantiles(0.1, 0.5, 0.9)
            .loss(new double[] {7, 9, 12}, new double[] {10, 10, 10}, gradient);

    assertThat(loss).isCloseTo((0.1 * 3 + 0.5 * 1 + 0.1 * 2) / 3, within(1e-12));
    assertThat(gradient).containsExactly(new double[] {-0.1 / 3, -0.5 / 3, 0.1 / 3}, within(1e-12));
  }

  @Test
  void likelihoodsAreThoseOfScipy() {
    assertThat(loss(new ValueForm.Gaussian(), new double[] {0.4, inverse(0.8)}, 1.7, 0))
        .isCloseTo(2.0161074818904625, within(1e-9));
    assertThat(loss(new ValueForm.StudentT(5), new double[] {0.4, inverse(0.8)}, 1.7, 0))
        .isCloseTo(2.0176005187838135, within(1e-9));
    // mean 3.5 in units of 2, dispersion 0.4; and the others of bench/spreads
    ValueForm counts = new ValueForm.NegativeBinomial();
    assertThat(loss(counts, new double[] {inverse(3.5 / 2), inverse(0.4)}, 4, 2))
        .isCloseTo(2.1448324872792224, within(1e-9));
    assertThat(loss(counts, new double[] {inverse(120), inverse(0.05)}, 4, 1))
        .isCloseTo(30.446068150198368, within(1e-9));
    assertThat(loss(counts, new double[] {inverse(0.2), inverse(3)}, 4, 1))
        .isCloseTo(6.017698270313286, within(1e-9));
  }

  static Stream<ValueForm> forms() {
    return Stream.of(
        new ValueForm.Quantiles(0.1, 0.5, 0.9),
        new ValueForm.Gaussian(),
        new ValueForm.StudentT(3),
        new ValueForm.NegativeBinomial());
  }

  @ParameterizedTest
  @MethodSource("forms")
  void gradientsAgreeWithFiniteDifferences(ValueForm form) {
    Random random = new Random(1);
    for (int i = 0; i < 100; i++) {
      double[] z = random.doubles(form.numbers(), -3, 3).toArray();
      double[] label = new double[form.numbers()];
      for (int n = 0; n < label.length; n++) {
        label[n] = form instanceof ValueForm.Quantiles && n > 0 ? label[0] : random.nextInt(40);
      }
      label[1] = form instanceof ValueForm.NegativeBinomial ? 1 + label[1] : label[1];
      double[] gradient = new double[z.length];
      form.loss(z, label, gradient);
      for (int n = 0; n < z.length; n++) {
        double[] up = z.clone();
        double[] down = z.clone();
        up[n] += 1e-5;
        down[n] -= 1e-5;
        double slope = (loss(form, up, label) - loss(form, down, label)) / 2e-5;
        assertThat(gradient[n]).isCloseTo(slope, within(1e-5 * Math.max(1, Math.abs(slope))));
      }
    }
  }

  static Stream<LossSpec> losses() {
    return Stream.of(
        new LossSpec.Pinball(DECILES),
        new LossSpec.Likelihood(new DistributionSpec.Gaussian(DECILES)),
        new LossSpec.Likelihood(new DistributionSpec.StudentT(5, DECILES)),
        new LossSpec.Likelihood(new DistributionSpec.NegativeBinomial(DECILES)));
  }

  private static NetworkPlan plan(LossSpec loss) {
    int numbers = loss instanceof LossSpec.Pinball ? 3 : 2;
    return NetworkPlan.of(
        config(Networks.training(), lstm(3)),
        WINDOWS,
        new OutputShape.Values(2, 2, numbers, Optional.of(loss)));
  }

  /** Row by row with the kernel's head, and as DL4J asks. */
  @ParameterizedTest
  @MethodSource("losses")
  void theKernelAndDl4jComputeTheSame(LossSpec spec) {
    NativeEngine.start();
    ValueLoss loss = (ValueLoss) Losses.of(spec);
    OutputHead head = OutputHead.of(new ActivationIdentity(), loss).orElseThrow();
    int n = 4 * loss.form().numbers();
    Random random = new Random(2);
    INDArray z = Nd4j.create(3, n);
    INDArray labels = Nd4j.create(3, n);
    for (int i = 0; i < 3 * n; i++) {
      z.putScalar(i, random.nextGaussian());
      labels.putScalar(i, 1 + random.nextInt(5));
    }

    INDArray losses = loss.computeScoreArray(labels, z, new ActivationIdentity(), null);
    INDArray gradient = loss.computeGradient(labels, z, new ActivationIdentity(), null);

    float[] row = z.getRow(1).toFloatVector();
    double ofRow = head.lossToGradient(row, 0, labels.getRow(1).toFloatVector(), 0, n);
    assertThat(ofRow).isCloseTo(losses.getDouble(1), within(1e-5));
    assertThat(row).containsExactly(gradient.getRow(1).toFloatVector(), within(1e-6f));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aValueThatNobodyKnowsCountsForNothing(LossSpec spec) {
    NativeEngine.start();
    ValueLoss loss = (ValueLoss) Losses.of(spec);
    int numbers = loss.form().numbers();
    float[] z = new float[2 * numbers];
    float[] labels = new float[2 * numbers];
    Arrays.fill(z, 0.5f);
    Arrays.fill(labels, 2);
    labels[numbers] = Float.NaN;

    double score =
        loss.computeScore(
            Nd4j.createFromArray(new float[][] {labels}),
            Nd4j.createFromArray(new float[][] {z}),
            new ActivationIdentity(),
            null,
            false);
    double ofRow =
        new OutputHead.OfValues(loss.form()).lossToGradient(z, 0, labels, 0, 2 * numbers);

    double[] first = new double[numbers];
    double[] two = new double[numbers];
    Arrays.fill(first, 0.5);
    Arrays.fill(two, 2);
    assertThat(ofRow).isCloseTo(loss(loss.form(), first, two) / 2, within(1e-9));
    assertThat(score).isCloseTo(ofRow, within(1e-6));
    assertThat(Arrays.copyOfRange(z, numbers, 2 * numbers)).containsOnly(0);
  }

  @Test
  void gradientsOfANetworkAgreeWithFiniteDifferences() {
    NetworkPlan plan = plan(new LossSpec.Likelihood(new DistributionSpec.Gaussian(DECILES)));
    MultiLayerNetwork network =
        new NetworkBuilder(plan).trainable(Networks.training(), 1, 1, DataType.DOUBLE).dl4j();

    GradientCheck.assertExact(network, batch(plan, 3, 5, 5, 5));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void survivesDl4jsJson(LossSpec loss) {
    MultiLayerConfiguration configuration =
        new NetworkBuilder(plan(loss))
            .trainable(Networks.training(), 1, 1)
            .dl4j()
            .getLayerWiseConfigurations();

    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
  }

  @Test
  void anotherLossOrActivationIsRefused() {
    TrainingSpec huber = Networks.training(new LossSpec.Huber(1));

    assertThatThrownBy(
            () ->
                NetworkPlan.of(
                    config(huber, lstm(3)),
                    WINDOWS,
                    new OutputShape.Values(2, 2, 3, Optional.of(new LossSpec.Pinball(DECILES)))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "training.loss: huber has no effect: quantiles are trained by the pinball loss,"
                + " distributions by their likelihood");
  }
}
