package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.LossSpec;
import dev.sluice.spec.TrainingSpec;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HuberLossTest {
  @Test
  void isSquaredForSmallErrorsAndAbsoluteForLargeOnes() {
    NativeEngine.start();
    INDArray labels = Nd4j.create(new double[][] {{0, 0}, {1, 1}});
    INDArray outputs = Nd4j.create(new double[][] {{0.25, -3}, {1, 1.5}});
    HuberLoss loss = new HuberLoss(0.5);

    // 0.25^2 / 2 = 0.03125 and 0.5 (3 - 0.25) = 1.375, mean 0.703125; 0 and 0.5^2 / 2, mean 0.0625.
    INDArray losses = loss.computeScoreArray(labels, outputs, new ActivationIdentity(), null);
    double mean = loss.computeScore(labels, outputs, new ActivationIdentity(), null, true);
    INDArray gradient = loss.computeGradient(labels, outputs, new ActivationIdentity(), null);

    assertThat(losses.toDoubleVector()).containsExactly(0.703125, 0.0625);
    assertThat(mean).isCloseTo(0.3828125, within(1e-12));
    assertThat(gradient.ravel().toDoubleVector()).containsExactly(0.125, -0.25, 0, 0.25);
  }

  @Test
  void gradientAgreesWithFiniteDifferences() {
    TrainingSpec training = training(new LossSpec.Huber(0.3));
    NetworkPlan plan = NetworkPlan.of(config(training, lstm(3)), WINDOWS, FOUR_NUMBERS);
    MultiLayerNetwork network =
        new NetworkBuilder(plan).trainable(training, 1, 1, DataType.DOUBLE).dl4j();

    GradientCheck.assertExact(network, batch(plan, 3, 5, 5, 5));
  }

  @Test
  void survivesDl4jsJson() {
    TrainingSpec training = training(new LossSpec.Huber(0.3));
    NetworkPlan plan = NetworkPlan.of(config(training, lstm(3)), WINDOWS, FOUR_NUMBERS);
    MultiLayerConfiguration configuration =
        new NetworkBuilder(plan).trainable(training, 1, 1).dl4j().getLayerWiseConfigurations();

    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
  }
}
