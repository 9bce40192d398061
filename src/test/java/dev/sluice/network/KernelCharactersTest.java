package dev.sluice.network;

import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.sluice.kernel.Floats;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Spelling;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.OptimizerSpec;
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

/** Characters beside tokens. */
class KernelCharactersTest {
  private static final int CLASSES = 3;
  private static final int MOST = 4;
  private static final InputShape SPELLED =
      new InputShape.Tokens(11, 6, Optional.empty(), Optional.of(new Spelling(7, MOST, 5, 3)), 1);
  private static final OutputShape TAGS = new OutputShape.StepClasses(CLASSES, Optional.empty());
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

  /** The class of a token is the rest of its second character; each token is unknown. */
  private static DataSet data(long seed) {
    Random random = new Random(seed);
    INDArray features = Nd4j.zeros(DataType.FLOAT, LENGTHS.length, 1 + MOST, 5);
    INDArray labels = Nd4j.ones(DataType.FLOAT, LENGTHS.length, 5).negi();
    INDArray mask = Nd4j.zeros(DataType.FLOAT, LENGTHS.length, 5);
    for (int r = 0; r < LENGTHS.length; r++) {
      for (int t = 0; t < LENGTHS[r]; t++) {
        features.putScalar(r, 0, t, 1);
        int length = 2 + random.nextInt(MOST - 1);
        for (int k = 0; k < length; k++) {
          features.putScalar(r, 1 + k, t, 1 + random.nextInt(6));
        }
        labels.putScalar(r, t, (int) features.getFloat(r, 2, t) % CLASSES);
        mask.putScalar(r, t, 1);
      }
    }
    return new DataSet(features, labels, mask, null);
  }

  @Test
  void gradientsAreSlopesAlsoWithAChain() {
    OutputShape chain =
        new OutputShape.StepClasses(
            CLASSES, Optional.of(new OutputShape.Chain(Map.of(1, Set.of(0, 1)))));
    for (OutputShape target : new OutputShape[] {TAGS, chain}) {
      NetworkPlan plan =
          plan(
              SPELLED,
              target,
              embedding(4),
              bidirectional(lstm(5), LayerSpec.Bidirectional.Merge.CONCAT));
      MultiLayerNetwork network = network(plan);
      network.params().addi(Nd4j.rand(network.params().shape()).muli(0.3));

      GradientCheck.assertSlopes(network, data(3), target.toString());
    }
  }

  @Test
  void gradientsAreSlopesWhereWholeTokensAreDroppedBesideTheirCharacters() {
    NetworkPlan plan = plan(SPELLED, TAGS, embedding(4, 0.5, 0.3), lstm(5));
    MultiLayerNetwork network = network(plan);
    network.params().addi(Nd4j.rand(network.params().shape()).muli(0.3));
    DataSet data = data(3);
    for (int r = 0; r < LENGTHS.length; r++) {
      for (int t = 0; t < LENGTHS[r]; t++) {
        data.getFeatures().putScalar(r, 0, t, 1 + (r + 2 * t) % 10);
      }
    }

    GradientCheck.assertSlopes(network, data, "dropped tokens");
  }

  @Test
  void learnsFromCharactersWhatUnknownTokensAre() {
    MultiLayerNetwork network = network(plan(SPELLED, TAGS, embedding(2), dense(8)));
    DataSet data = data(5);
    for (int step = 0; step < 300; step++) {
      network.fit(data);
    }

    assertThat(network.score(data)).isLessThan(0.1);
  }

  @Test
  void planCountsAndShowsItsParameters() {
    NetworkPlan plan = plan(SPELLED, TAGS, embedding(2), lstm(4));

    PlannedLayer<?> characters = plan.layers().get(0);
    // 7 x 5, and for each direction 4 x 3 units x (5 + 3 + 1)
    assertThat(characters.parameters()).isEqualTo(35 + 2 * 108);
    assertThat(characters.input().text()).isEqualTo("6 steps of up to 4 of 7 characters");
    assertThat(characters.output().text()).isEqualTo("6 steps of 11 ids and 6 numbers");
    assertThat(plan.layers().get(1).name()).isEqualTo("network[0] embedding");
    assertThat(plan.layers().get(1).output().text()).isEqualTo("6 steps x 8");
    assertThat(network(plan).numParams()).isEqualTo(plan.parameters());
    assertThat(new NetworkBuilder(plan).engines()).containsOnly("kernel");
    assertThat(StockNetwork.of(plan, training(), new Coefficients(network(plan).params())))
        .isEqualTo(
            new StockNetwork.NotExpressible(
                "stock DL4J has no layer of characters in addition to tokens"));
  }

  @Test
  void predictionsAreThoseOfEachExampleAloneAndOfDl4j() {
    MultiLayerNetwork network = network(plan(SPELLED, TAGS, embedding(4), lstm(5)));
    DataSet data = data(7);
    INDArray ofDl4j = network.output(data.getFeatures(), false, data.getFeaturesMaskArray(), null);
    try (Inference inference = Inference.of(network, 2)) {
      float[][] together = InferenceTest.ask(inference, data);

      for (int r = 0; r < LENGTHS.length; r++) {
        INDArray alone =
            data.getFeatures()
                .get(
                    NDArrayIndex.interval(r, r + 1),
                    NDArrayIndex.all(),
                    NDArrayIndex.interval(0, LENGTHS[r]))
                .dup();
        INDArray mask = Nd4j.ones(DataType.FLOAT, 1, LENGTHS[r]);
        float[] expected = InferenceTest.ask(inference, new DataSet(alone, null, mask, null))[0];
        assertThat(together[r]).containsExactly(expected);
        for (int t = 0; t < LENGTHS[r]; t++) {
          for (int k = 0; k < CLASSES; k++) {
            assertThat(ofDl4j.getFloat(r, k, t)).isEqualTo(expected[t * CLASSES + k]);
          }
        }
      }
    }
  }

  @Test
  void goesThroughDl4jsJson() {
    MultiLayerNetwork network = network(plan(SPELLED, TAGS, embedding(4), lstm(5)));
    DataSet data = data(7);

    MultiLayerNetwork restored =
        new MultiLayerNetwork(
            MultiLayerConfiguration.fromJson(network.getLayerWiseConfigurations().toJson()));
    restored.init(network.params(), true);

    assertThat(restored.output(data.getFeatures())).isEqualTo(network.output(data.getFeatures()));
  }

  @Test
  void eachDistinctTokenIsReadOnce() {
    float[] rows = {1, 3, 2, 0, /**/ 4, 3, 0, 0, /**/ 0, 0, 0, 0, /**/ 7, 3, 2, 0};
    Floats in = Floats.of(rows.length);
    in.buffer().put(0, rows);

    Spellings words = Spellings.of(in, 4, 3, 5);

    assertThat(words.count()).isEqualTo(2);
    assertThat(words.steps()).isEqualTo(2);
    assertThat(words.ofPlaces()).containsExactly(0, 1, -1, 0);
    assertThat(words.characters()).containsExactly(3, 3, 2, 0);
    assertThat(words.mask()).containsExactly(1, 1, 1, 0);
  }

  @Test
  void refusesIdsThatAreNone() {
    MultiLayerNetwork network = network(plan(SPELLED, TAGS, embedding(4), lstm(5)));
    DataSet data = data(7);
    data.getFeatures().putScalar(0, 1, 0, 7);
    assertThat(catchThrowable(() -> network.output(data.getFeatures())))
        .hasMessageContaining("character 0 of a token: id 7.0 is not one of 0 to 6");
    data.getFeatures().putScalar(0, 1, 0, 1).putScalar(0, 0, 0, 11);
    assertThat(catchThrowable(() -> network.output(data.getFeatures())))
        .hasMessageContaining("row 0, step 0: id 11.0 is not one of 0 to 10");
    assertThat(SPELLED.takes(new long[] {1, 3, 1}, new float[] {10, 6, 0})).isTrue();
    assertThat(SPELLED.takes(new long[] {1, 3, 1}, new float[] {10, 7, 0})).isFalse();
    assertThat(SPELLED.takes(new long[] {1, 6, 1}, new float[6])).isFalse();
    assertThat(SPELLED.takes(new long[] {1, 1}, new float[] {3})).isFalse();
  }
}
