package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

class NetworkBuilderTest {
  @Test
  void learnsAFewTexts() {
    NetworkPlan plan = plan(TOKENS, TWO_CLASSES, embedding(8), lstm(8), lstm(6), dense(4));
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).network();
    DataSet texts = batch(plan, 3, 6, 2, 4, 5);
    double before = network.score(texts);

    for (int step = 0; step < 60; step++) {
      network.fit(texts);
    }

    assertThat(network.numParams()).isEqualTo(plan.parameters());
    assertThat(network.score(texts)).isLessThan(before / 10);
  }
}
