package dev.sluice.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import dev.sluice.spec.PretrainSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TwoReadersTest {
  private static final int IDS = 6;
  private static final float[][] ROWS = {{1, 2, 3}, {4, 5, 1}}; // a row for each reader
  private static final float[][] LABELS = {{2, 3, 0}, {5, 1, 0}};

  private static LanguageModelPlan plan(String recurrent) {
    Config config =
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: no.csv}}
                  input: {text: {column: text, max_length: 3}}
                  target: {class: {column: label}}
                network: [{embedding: {size: 2}}, %s]
                training: {threads: 1, pretrain: {language_model: {batch_size: 1, steps: 3}}}
                """
                    .formatted(recurrent),
                "toy.yaml",
                Path.of(""),
                List.of())
            .config();
    return LanguageModelPlan.of(
        NetworkPlan.of(
            config, new InputShape.Tokens(IDS, 3, Optional.empty()), new OutputShape.Classes(2)),
        (PretrainSpec.LanguageModel) config.training().pretrain().orElseThrow(),
        config.training());
  }

  private static MultiLayerNetwork network(LanguageModelPlan plan) {
    return new NetworkBuilder(plan.network()).trainable(Networks.training(), 1, 7).dl4j();
  }

  private static double lossAndGradient(
      MultiLayerNetwork network, float[][] rows, float[][] labels) {
    network.setInput(Nd4j.create(rows));
    network.setLabels(Nd4j.create(labels));
    network.computeGradientAndScore();
    return network.score();
  }

  /** Each half has as many labels, so that a joint loss or gradient is the mean of both. */
  @Test
  void eachReaderLearnsAsALayerOfItsOwn() {
    MultiLayerNetwork both = network(plan("{bidirectional: {layer: {lstm: {units: 3}}}}"));
    double loss = lossAndGradient(both, ROWS, LABELS);
    INDArray gradient = both.getFlattenedGradients().dup().divi(2); // DL4J divides by rows later
    long embedding = IDS * 2;
    long lstm = 4 * 3 * (2 + 3 + 1);
    long all = both.numParams();

    double sum = 0;
    for (int reader = 0; reader < 2; reader++) {
      MultiLayerNetwork one = network(plan("{lstm: {units: 3}}"));
      long from = embedding + reader * lstm;
      one.setParams(
          Nd4j.concat(
              1,
              part(both.params(), 0, embedding),
              part(both.params(), from, from + lstm),
              part(both.params(), embedding + 2 * lstm, all)));
      sum += lossAndGradient(one, new float[][] {ROWS[reader]}, new float[][] {LABELS[reader]});

      float[] expected =
          part(one.getFlattenedGradients(), embedding, embedding + lstm).toFloatVector();
      float[] found = part(gradient, from, from + lstm).toFloatVector();
      for (int i = 0; i < expected.length; i++) {
        assertThat(found[i]).isCloseTo(expected[i] / 2, within(1e-6f));
      }
    }
    assertThat(loss).isCloseTo(sum / 2, within(1e-6));
  }

  private static INDArray part(INDArray vector, long from, long to) {
    return vector
        .reshape(1, vector.length())
        .get(NDArrayIndex.all(), NDArrayIndex.interval(from, to))
        .dup()
        .reshape(1, to - from);
  }
}
