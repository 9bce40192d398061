package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.WeightInit;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class AdversarialPassTest {
  private static final double NOISE = 0.5;
  private static final LayerSpec NOISY =
      new LayerSpec.Embedding(3, 0, 0, NOISE, Optional.empty(), WeightInit.NORMAL, 0, 0, 0);
  private static final LayerSpec QUIET =
      new LayerSpec.Embedding(3, 0, 0, 0, Optional.empty(), WeightInit.NORMAL, 0, 0, 0);

  private static Network network(NetworkPlan plan) {
    return new NetworkBuilder(plan).trainable(Networks.training(new OptimizerSpec.Sgd(1, 0)), 1, 1);
  }

  private static NetworkPlan plan(LayerSpec... layers) {
    return Networks.plan(TOKENS, TWO_CLASSES, layers);
  }

  /**
   * Of the mean of the vectors e(t) a logistic regression: the gradient of each e(t) is (p - y) w /
   * T, so that noise of the length s |e| moves z by s |e| |w| / sqrt(T), away from y.
   */
  @Test
  void aStepIsTheMeanOfOneWithoutAndOneWithNoiseAgainstEachText() {
    NetworkPlan plan = plan(NOISY, Networks.pooling(Method.MEAN));
    Network network = network(plan);
    MultiLayerNetwork dl4j = network.dl4j();
    DataSet batch = Networks.batch(plan, 3, 4, 2);
    INDArray table = dl4j.getLayer(0).getParam("W").dup();
    double[] w = dl4j.getLayer(2).getParam("W").dup().ravel().toDoubleVector();
    double bias = 0;
    double loss = 0;
    for (int r = 0; r < 2; r++) {
      int length = r == 0 ? 4 : 2;
      double z = 0;
      double squares = 0;
      double weights = 0;
      for (int j = 0; j < 3; j++) {
        weights += w[j] * w[j];
        for (int t = 0; t < length; t++) {
          double e = table.getDouble((long) batch.getFeatures().getDouble(r, t), j);
          z += w[j] * e / length;
          squares += e * e;
        }
      }
      double y = batch.getLabels().getDouble(r, 0);
      double away = (y == 1 ? -1 : 1) * NOISE * Math.sqrt(squares * weights / length);
      bias -= (sigmoid(z) - y + sigmoid(z + away) - y) / 2 / 2;
      loss -= Math.log(y == 1 ? sigmoid(z) : 1 - sigmoid(z)) / 2;
    }

    double shown = network.fit(batch);

    assertThat(dl4j.getLayer(2).getParam("b").getDouble(0)).isCloseTo(bias, within(1e-6));
    assertThat(shown).isCloseTo(loss, within(1e-6)); // without noise
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void runningMeansAndVariancesAreThoseOfTheTextsAsTheyAre() {
    LayerSpec[] behind = {Networks.pooling(Method.MEAN), Networks.batchNormalization()};
    NetworkPlan noisy = plan(NOISY, behind[0], behind[1]);
    NetworkPlan quiet = plan(QUIET, behind[0], behind[1]);
    DataSet batch = Networks.batch(noisy, 3, 4, 2, 5);
    Network first = network(noisy);
    Network second = network(quiet);

    first.fit(batch);
    second.fit(batch);

    for (String statistic : new String[] {"mean", "var"}) {
      assertThat(first.dl4j().getLayer(2).getParam(statistic))
          .isEqualTo(second.dl4j().getLayer(2).getParam(statistic));
    }
    assertThat(first.dl4j().getLayer(0).getParam("W"))
        .isNotEqualTo(second.dl4j().getLayer(0).getParam("W"));
  }

  @Test
  void predictionsKnowNoNoiseAlsoRightAfterAStep() {
    NetworkPlan plan = plan(NOISY, Networks.lstm(3));
    Network network = network(plan);
    network.fit(Networks.batch(plan, 3, 4, 2, 5));

    NetworkPlan quiet = plan(QUIET, Networks.lstm(3));
    Network same = Network.trained(quiet, network.parameters());

    float[] text = {2, 5, 3, 7};
    assertThat(network.output(text, 1, 4)).containsExactly(same.output(text, 1, 4));
  }
}
