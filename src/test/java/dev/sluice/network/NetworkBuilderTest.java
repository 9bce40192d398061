package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.shape.InputShape;
import dev.sluice.spec.InputSpec.Padding;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class NetworkBuilderTest {
  @Test
  void learnsAFewTexts() {
    NetworkPlan plan = plan(TOKENS, TWO_CLASSES, embedding(8), lstm(8), lstm(6), dense(4));
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    DataSet texts = batch(plan, 3, 6, 2, 4, 5);
    double before = network.score(texts);

    for (int step = 0; step < 60; step++) {
      network.fit(texts);
    }

    assertThat(network.numParams()).isEqualTo(plan.parameters());
    assertThat(network.score(texts)).isLessThan(before / 10);
  }

  @Test
  void withoutAMaskPaddingIsSeen() {
    NetworkPlan plan =
        plan(
            new InputShape.Tokens(11, 6, Optional.of(Padding.POST)),
            TWO_CLASSES,
            embedding(8),
            lstm(8));
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    INDArray padded = Nd4j.create(new float[][] {{3, 7, 0, 0, 0, 0}});
    INDArray mask = Nd4j.create(new float[][] {{1, 1, 0, 0, 0, 0}});

    double seen = network.output(padded).getDouble(0);
    double masked = network.output(padded, false, mask, null).getDouble(0);

    assertThat(Math.abs(seen - masked)).isGreaterThan(1e-4);
  }

  @Test
  void restoresATrainedNetwork() {
    NetworkPlan plan = plan(TOKENS, TWO_CLASSES, embedding(8), lstm(8), batchNormalization());
    MultiLayerNetwork trained = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    DataSet texts = batch(plan, 3, 6, 2, 4, 5);
    trained.fit(texts);

    MultiLayerNetwork restored = new NetworkBuilder(plan).trained(trained.params());

    assertThat(outputs(restored, texts)).containsExactly(outputs(trained, texts));
  }

  private static double[] outputs(MultiLayerNetwork network, DataSet texts) {
    return network
        .output(texts.getFeatures(), false, texts.getFeaturesMaskArray(), null)
        .ravel()
        .toDoubleVector();
  }
}
