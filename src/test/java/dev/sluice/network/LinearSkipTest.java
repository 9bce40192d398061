package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.linearSkip;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LinearSkipTest {

  @Test
  void addsWhatIsLinearInTheWindow() {
    NetworkPlan plan =
        plan(new InputShape.Steps(2, 3), new OutputShape.Values(1, 1), lstm(1), linearSkip());
    MultiLayerNetwork network = untrained(plan);
    network.params().assign(0); // so that the layer gives 0
    INDArray weights = network.getOutputLayer().getParam("W");
    for (int i = 0; i < 6; i++) {
      weights.putScalar(1 + i, 0, Math.pow(10, i));
    }
    network.getOutputLayer().getParam("b").assign(0.5);

    // the steps of the first feature, then of the second
    INDArray window = Nd4j.createFromArray(new float[][][] {{{1, 2, 3}, {4, 5, 6}}});

    assertThat(network.output(window).getFloat(0)).isEqualTo(654321.5f);
  }

  @Test
  void beginsAsTheNetworkWithoutIt() {
    DataSet windows = batch(plan(WINDOWS, FOUR_NUMBERS, lstm(3)), 1, 5, 5, 5);

    INDArray without =
        untrained(plan(WINDOWS, FOUR_NUMBERS, lstm(3))).output(windows.getFeatures());
    INDArray with =
        untrained(plan(WINDOWS, FOUR_NUMBERS, lstm(3), linearSkip())).output(windows.getFeatures());

    assertThat(with.toFloatMatrix()).isDeepEqualTo(without.toFloatMatrix());
  }

  @Test
  void learnsALineThatTheLayersCannotFollow() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(1), linearSkip());
    MultiLayerNetwork network = untrained(plan);
    DataSet windows = batch(plan, 1, 5, 5, 5, 5, 5, 5);
    for (int r = 0; r < 6; r++) {
      for (int k = 0; k < 4; k++) {
        windows.getLabels().putScalar(r, k, 3 * windows.getFeatures().getDouble(r, 1, k));
      }
    }
    double before = network.score(windows);

    for (int step = 0; step < 600; step++) {
      network.fit(windows);
    }

    assertThat(network.score(windows)).isLessThan(before / 100);
  }

  @Test
  void predictsTheBitsOfTraining() {
    NetworkPlan plan =
        plan(WINDOWS, FOUR_NUMBERS, lstm(3), dense(2), batchNormalization(), linearSkip());
    MultiLayerNetwork network = untrained(plan);
    DataSet windows = batch(plan, 2, 5, 5, 5);
    for (int step = 0; step < 5; step++) {
      network.fit(windows);
    }

    MultiLayerNetwork trained = new NetworkBuilder(plan).trained(network.params());

    InferenceTest.assertBitsOfDl4j(trained, windows, "linear skip");
    assertThat(network.output(windows.getFeatures()).toFloatMatrix())
        .isDeepEqualTo(trained.output(windows.getFeatures()).toFloatMatrix());
  }

  @Test
  void itsGradientsAreSlopes() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(3), dense(2), linearSkip());
    DataSet windows = batch(plan, 3, 5, 5, 5);
    MultiLayerNetwork network = untrained(plan);
    MultiLayerNetwork doubles =
        new NetworkBuilder(plan).trainable(training(), 1, 3, DataType.DOUBLE).dl4j();
    Random random = new Random(7);
    for (long i = 0; i < network.numParams(); i++) {
      double added = 0.4 * random.nextGaussian();
      network.params().putScalar(i, network.params().getDouble(i) + added);
      doubles.params().putScalar(i, network.params().getDouble(i));
    }

    GradientCheck.assertSlopes(network, windows, "linear skip");
    GradientCheck.assertExact(doubles, windows);
  }

  @Test
  void survivesDl4jsJson() {
    MultiLayerConfiguration configuration =
        untrained(plan(WINDOWS, FOUR_NUMBERS, lstm(3), linearSkip())).getLayerWiseConfigurations();

    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
  }

  @Test
  void stockDl4jHasNone() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(2), linearSkip());

    assertThat(StockNetwork.of(plan, training(), new Coefficients(untrained(plan).params())))
        .isEqualTo(
            new StockNetwork.NotExpressible(
                "stock DL4J has no path around the layers (linear_skip)"));
  }

  private static MultiLayerNetwork untrained(NetworkPlan plan) {
    return new NetworkBuilder(plan).trainable(training(), 1, 3).dl4j();
  }
}
