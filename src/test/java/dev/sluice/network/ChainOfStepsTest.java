package dev.sluice.network;

import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A conditional random field as the output of a network. */
class ChainOfStepsTest {
  private static final int CLASSES = 3; // B-x, I-x, O
  private static final Map<Integer, Set<Integer>> IOB2 = Map.of(1, Set.of(0, 1));
  private static final OutputShape CHAIN =
      new OutputShape.StepClasses(CLASSES, Optional.of(new OutputShape.Chain(IOB2)));
  private static final int[] LENGTHS = {5, 3, 1, 4};

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  private static MultiLayerNetwork network(NetworkPlan plan) {
    return new NetworkBuilder(plan)
        .trainable(training(new OptimizerSpec.Adam(0.03, 0.9, 0.999, 1e-8)), 1, 1)
        .dl4j();
  }

  /** O B-x I-x O ..., whatever the tokens are. */
  private static DataSet pattern(NetworkPlan plan) {
    DataSet data = Networks.batch(plan, 2, LENGTHS);
    int[] pattern = {2, 0, 1};
    INDArray labels = Nd4j.zeros(DataType.FLOAT, data.getFeatures().shape());
    for (int r = 0; r < LENGTHS.length; r++) {
      for (int t = 0; t < labels.size(1); t++) {
        labels.putScalar(r, t, t < LENGTHS[r] ? pattern[t % 3] : -1);
      }
    }
    return new DataSet(data.getFeatures(), labels, data.getFeaturesMaskArray(), null);
  }

  @Test
  void learnsWhatNoStepTellsByItself() {
    NetworkPlan plan = plan(Networks.TOKENS, CHAIN, embedding(2), dense(2));
    NetworkPlan apart =
        plan(
            Networks.TOKENS,
            new OutputShape.StepClasses(CLASSES, Optional.empty()),
            embedding(2),
            dense(2));
    DataSet data = pattern(plan);
    MultiLayerNetwork chain = network(plan);
    MultiLayerNetwork steps = network(apart);
    for (int step = 0; step < 200; step++) {
      chain.fit(data);
      steps.fit(data);
    }

    assertThat(chain.score(data)).isLessThan(0.1);
    assertThat(steps.score(data)).isGreaterThan(0.3);
    try (Inference inference = Inference.of(chain, 2)) {
      float[][] outputs = InferenceTest.ask(inference, data);
      assertThat(path(outputs[0])).containsExactly(2, 0, 1, 2, 0);
      assertThat(path(outputs[2])).containsExactly(2);
    }
  }

  private static int[] path(float[] output) {
    int[] path = new int[output.length / (CLASSES + 1)];
    Arrays.setAll(path, t -> (int) output[t * (CLASSES + 1) + CLASSES]);
    return path;
  }

  @Test
  void parametersAreThoseOfThePlan() {
    NetworkPlan plan = plan(Networks.TOKENS, CHAIN, embedding(6), lstm(5));

    // W 5 x 3, b 3, transitions 3 x 3, first 3, last 3
    assertThat(plan.output().parameters()).isEqualTo(33);
    assertThat(network(plan).numParams()).isEqualTo(plan.parameters());
  }

  @Test
  void predictionsAreThoseOfEachExampleAloneAndOfDl4j() {
    NetworkPlan plan =
        plan(
            Networks.TOKENS,
            CHAIN,
            embedding(6),
            bidirectional(lstm(5), LayerSpec.Bidirectional.Merge.CONCAT),
            dense(4));
    MultiLayerNetwork network = network(plan);
    DataSet data = pattern(plan);
    network.params().assign(Nd4j.randn(network.params().shape())); // transitions too
    try (Inference inference = Inference.of(network, 2)) {
      float[][] together = InferenceTest.ask(inference, data);
      INDArray ofDl4j =
          network.output(data.getFeatures(), false, data.getFeaturesMaskArray(), null);

      for (int r = 0; r < LENGTHS.length; r++) {
        INDArray alone =
            data.getFeatures()
                .get(NDArrayIndex.interval(r, r + 1), NDArrayIndex.interval(0, LENGTHS[r]))
                .dup();
        float[] expected =
            InferenceTest.ask(
                inference,
                new DataSet(alone, null, Nd4j.ones(DataType.FLOAT, 1, LENGTHS[r]), null))[0];
        assertThat(together[r]).hasSize(LENGTHS[r] * (CLASSES + 1)).containsExactly(expected);
        for (int t = 0; t < LENGTHS[r]; t++) {
          double sum = 0;
          for (int k = 0; k < CLASSES; k++) {
            sum += expected[t * (CLASSES + 1) + k];
            assertThat(ofDl4j.getFloat(r, k, t)).isEqualTo(expected[t * (CLASSES + 1) + k]);
          }
          assertThat(sum).isCloseTo(1, within(1e-6));
        }
      }
    }
  }

  @Test
  void noSpanGoesOnThatDidNotBegin() {
    NetworkPlan plan = plan(Networks.TOKENS, CHAIN, embedding(6), lstm(5));
    DataSet data = pattern(plan);
    Random random = new Random(4);
    int going = 0;
    for (int tried = 0; tried < 50; tried++) {
      MultiLayerNetwork network = network(plan);
      INDArray weights = Nd4j.zeros(network.params().shape());
      for (long i = 0; i < weights.length(); i++) {
        weights.putScalar(i, 3 * random.nextGaussian());
      }
      network.setParams(weights);
      try (Inference inference = Inference.of(network, 1)) {
        for (float[] output : InferenceTest.ask(inference, data)) {
          int[] path = path(output);
          for (int t = 0; t < path.length; t++) {
            if (path[t] == 1) {
              going++;
              assertThat(t > 0 ? path[t - 1] : 2).isIn(0, 1);
            }
          }
        }
      }
    }
    assertThat(going).isPositive();
  }

  @Test
  void goesThroughDl4jsJsonAndHasNoStockForm() {
    NetworkPlan plan = plan(Networks.TOKENS, CHAIN, embedding(6), lstm(5));
    MultiLayerNetwork network = network(plan);
    DataSet data = pattern(plan);

    MultiLayerNetwork restored =
        new MultiLayerNetwork(
            MultiLayerConfiguration.fromJson(network.getLayerWiseConfigurations().toJson()));
    restored.init(network.params(), true);

    assertThat(restored.output(data.getFeatures())).isEqualTo(network.output(data.getFeatures()));
    assertThat(StockNetwork.of(plan, training(), new Coefficients(network.params())))
        .isEqualTo(
            new StockNetwork.NotExpressible("stock DL4J has no conditional random field (crf)"));
  }

  @Test
  void penaltiesReachTransitionsButNotTheEnds() {
    NetworkPlan plan =
        plan(
            Networks.TOKENS,
            CHAIN,
            embedding(2),
            new LayerSpec.Output(
                Optional.empty(),
                Optional.empty(),
                dev.sluice.spec.LayerSpec.Output.States.LAST,
                Optional.empty(),
                0,
                dev.sluice.spec.WeightInit.GLOROT_UNIFORM,
                0,
                10,
                0,
                false,
                LayerSpec.Output.LinearStart.ZERO));
    MultiLayerNetwork network = network(plan);
    DataSet data = pattern(plan);
    for (int step = 0; step < 100; step++) {
      network.fit(data);
    }

    assertThat(network.getLayer(1).getParam("T").amaxNumber().doubleValue()).isLessThan(0.1);
    assertThat(network.getLayer(1).getParam("first").amaxNumber().doubleValue()).isGreaterThan(0.5);
  }
}
