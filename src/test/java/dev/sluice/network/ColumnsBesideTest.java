package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.residual;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.InputSpec.Padding;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class ColumnsBesideTest {
  private static final InputShape COLUMNS =
      new InputShape.Tokens(11, 6, Optional.empty()).withColumns(3);
  private static final int[] LENGTHS = {6, 2, 4};

  private static List<NetworkPlan> plans() {
    OutputShape three = new OutputShape.Classes(3);
    return List.of(
        plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(4)),
        plan(COLUMNS, three, embedding(3), lstm(4), dropout(0.3), dense(5), dense(2)),
        plan(
            COLUMNS,
            new OutputShape.Labels(2),
            embedding(3),
            bidirectional(gru(3, true), Merge.CONCAT),
            pooling(Method.CONCAT),
            batchNormalization()),
        plan(COLUMNS, new OutputShape.Values(1, 2), embedding(3), pooling(Method.MEAN), dense(4)),
        plan(
            new InputShape.Tokens(11, 6, Optional.of(Padding.PRE)).withColumns(3),
            three,
            embedding(3),
            lstm(4)));
  }

  @Test
  void joinBeforeTheFirstDenseLayerOfOneVector() {
    NetworkPlan joined = plan(COLUMNS, TWO_CLASSES, embedding(3), dense(4), lstm(5), dense(2));

    assertThat(List.of(0, 1, 2, 3)).extracting(joined::joining).containsExactly(0, 0, 0, 3);
    assertThat(joined.layers().get(3).parameters()).isEqualTo((5 + 3 + 1) * 2);
    assertThat(joined.output().window()).isZero();
  }

  @Test
  void joinBeforeTheOutputIfThereIsNone() {
    LayerSpec adding = residual(dense(5));
    NetworkPlan joined = plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(5), dropout(0.5), adding);

    assertThat(List.of(0, 1, 2, 3)).extracting(joined::joining).containsOnly(0);
    assertThat(joined.output().window()).isEqualTo(3);
    assertThat(joined.output().parameters()).isEqualTo(5 + 3 + 1);
  }

  @Test
  void addTheirWeightedNumbersToTheOutput() {
    MultiLayerNetwork network = untrained(plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(2)));
    network.params().assign(0); // so that the layer gives 0
    INDArray weights = network.getOutputLayer().getParam("W");
    weights.putScalar(2, 0, 1);
    weights.putScalar(3, 0, 10);
    weights.putScalar(4, 0, 100);

    // ids of 2 steps, then the columns: 0.1 + 10 * 0.2 - 100 * 0.03 = -0.9
    INDArray text = Nd4j.createFromArray(new float[][] {{3, 4, 0.1f, 0.2f, -0.03f}});

    assertThat(network.output(text).getDouble(0)).isCloseTo(1 / (1 + Math.exp(0.9)), within(1e-6));
  }

  @Test
  void beginAsTheNetworkWithoutThem() {
    DataSet with = batch(plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(4)), 5, LENGTHS);
    DataSet without = batch(plan(TOKENS, TWO_CLASSES, embedding(3), lstm(4)), 5, LENGTHS);

    float[][] given = output(untrained(plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(4))), with);

    assertThat(given)
        .isDeepEqualTo(
            output(untrained(plan(TOKENS, TWO_CLASSES, embedding(3), lstm(4))), without));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void predictTheBitsOfTraining(NetworkPlan plan) {
    MultiLayerNetwork network = untrained(plan);
    int[] lengths = plan.input().fixedSteps() ? new int[] {6, 6, 6} : LENGTHS;
    for (int step = 0; step < 5; step++) {
      network.fit(batch(plan, step, lengths));
    }

    MultiLayerNetwork trained = new NetworkBuilder(plan).trained(network.params());

    InferenceTest.assertBitsOfDl4j(trained, batch(plan, 9, lengths), "columns");
  }

  @Test
  void doNotDependOnThePaddingOfTheBatch() {
    NetworkPlan plan = plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(4), dense(3));
    MultiLayerNetwork network = untrained(plan);
    for (int step = 0; step < 5; step++) {
      network.fit(batch(plan, step, LENGTHS));
    }
    Inference inference = Inference.of(network, 1);
    float[] padded = {5, 7, 0, 0, 0.5f, -1, 2, 1, 2, 3, 4, 0, 0, 0};
    float[] alone = {5, 7, 0.5f, -1, 2};

    float[][] together =
        inference.outputs(
            padded, new int[] {2, 7}, Optional.of(new float[] {1, 1, 0, 0, 1, 1, 1, 1}));

    assertThat(inference.outputs(alone, new int[] {1, 5}, Optional.of(new float[] {1, 1}))[0])
        .isEqualTo(together[0]);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void haveGradientsThatAreSlopes(NetworkPlan plan) {
    MultiLayerNetwork network = untrained(plan);
    move(network);

    GradientCheck.assertSlopes(network, batch(plan, 3, 6, 6, 6), "columns");
  }

  @Test
  void haveExactGradientsInDoublePrecision() {
    for (NetworkPlan plan : List.of(plans().get(0), plans().get(1), plans().get(3))) {
      MultiLayerNetwork doubles =
          new NetworkBuilder(plan).trainable(training(), 1, 3, DataType.DOUBLE).dl4j();
      move(doubles);

      GradientCheck.assertExact(doubles, batch(plan, 3, 6, 6, 6));
    }
  }

  private static void move(MultiLayerNetwork network) {
    Random random = new Random(7);
    for (long i = 0; i < network.numParams(); i++) {
      network.params().putScalar(i, network.params().getDouble(i) + 0.4 * random.nextGaussian());
    }
  }

  @Test
  void surviveDl4jsJson() {
    MultiLayerConfiguration configuration =
        untrained(plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(3), dense(2)))
            .getLayerWiseConfigurations();

    assertThat(MultiLayerConfiguration.fromJson(configuration.toJson())).isEqualTo(configuration);
  }

  @Test
  void stockDl4jHasNone() {
    NetworkPlan plan = plan(COLUMNS, TWO_CLASSES, embedding(3), lstm(2), dense(2));

    assertThat(StockNetwork.of(plan, training(), new Coefficients(untrained(plan).params())))
        .isEqualTo(
            new StockNetwork.NotExpressible(
                "stock DL4J has no columns in addition to a text (features)"));
  }

  @Test
  void areFiniteNumbersBehindIds() {
    InputShape.Tokens shape = (InputShape.Tokens) COLUMNS;

    assertThat(shape.takes(new long[] {1, 5}, new float[] {3, 10, -0.5f, 1e9f, 0})).isTrue();
    assertThat(shape.takes(new long[] {1, 5}, new float[] {3, 11, -0.5f, 1, 0})).isFalse();
    assertThat(shape.takes(new long[] {1, 5}, new float[] {3, 10, Float.NaN, 1, 0})).isFalse();
    assertThat(shape.takes(new long[] {1, 3}, new float[] {3, 10, 1})).isFalse();
  }

  private static float[][] output(MultiLayerNetwork network, DataSet batch) {
    return network
        .output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null)
        .toFloatMatrix();
  }

  private static MultiLayerNetwork untrained(NetworkPlan plan) {
    return new NetworkBuilder(plan).trainable(training(), 1, 3).dl4j();
  }
}
