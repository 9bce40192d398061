package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.attention;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.convolution;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.dropping;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.layerNormalization;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.residual;
import static dev.sluice.network.Networks.selfAttention;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.spatialDropout;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class BehindEmbeddingTest {
  private static final int[] LENGTHS = {6, 2, 4};
  private static final float[] NONE = {};

  private static List<List<LayerSpec>> stacks() {
    return List.of(
        List.of(embedding(3, 0.3, 0.3), lstm(4)),
        List.of(embedding(3), lstm(4, LayerSpec.Lstm.Peepholes.GRAVES), dense(3)),
        List.of(embedding(3), dropping(0.3, gru(4, true)), dropout(0.4), dense(3)),
        List.of(embedding(3), gru(3, false), pooling(Method.MEAN_MAX), batchNormalization()),
        List.of(embedding(3), simpleRnn(4), attention(3)),
        List.of(embedding(3), bidirectional(lstm(3), Merge.CONCAT)),
        List.of(embedding(3), bidirectional(gru(3, true), Merge.SUM), pooling(Method.CONCAT)),
        List.of(embedding(4), residual(lstm(4)), layerNormalization(), pooling(Method.MEAN)),
        List.of(embedding(4), spatialDropout(0.3), selfAttention(2, 4, false), pooling(Method.MAX)),
        List.of(embedding(3), convolution(3, 3), pooling(Method.MAX)),
        List.of(embedding(3), dense(4), lstm(2)),
        List.of(embedding(3), pooling(Method.MEAN)));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void givesWhatTheNetworkGivesBeforeItsActivation(List<LayerSpec> layers) {
    try (Network network = trained(TWO_CLASSES, TOKENS, layers);
        BehindEmbedding behind = network.behindEmbedding().orElseThrow()) {
      DataSet batch = batch(network.plan(), 5, LENGTHS);

      float[][] logits = behind.logits(vectors(behind, batch), LENGTHS.length, mask(batch), NONE);

      float[][] outputs =
          network
              .inference()
              .outputs(
                  batch.getFeatures().dup('c').data().asFloat(), new int[] {3, 6}, mask(batch));
      for (int r = 0; r < outputs.length; r++) {
        assertThat(1 / (1 + Math.exp(-logits[r][0]))).isCloseTo(outputs[r][0], within(1e-6));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void gradientsAreThoseOfDifferences(List<LayerSpec> layers) {
    OutputShape threeClasses = new OutputShape.Classes(3);
    try (Network network = trained(threeClasses, TOKENS, layers);
        BehindEmbedding behind = network.behindEmbedding().orElseThrow()) {
      DataSet batch = batch(network.plan(), 5, LENGTHS);
      Optional<float[]> mask = mask(batch);
      Random random = new Random(9);
      float[] x = vectors(behind, batch);
      for (int i = 0; i < x.length; i++) {
        x[i] += (float) random.nextGaussian(); // no two steps share a maximum then
      }
      float[][] slopes = {{1, -0.5f, 0}, {0.3f, 0, 1}, {0, 1, -1}};
      behind.logits(x, LENGTHS.length, mask, NONE);

      float[] gradients = behind.gradients(slopes);

      assertThat(gradients).hasSameSizeAs(x);
      for (int tried = 0; tried < 5; tried++) {
        float[] direction = new float[x.length];
        double along = 0;
        for (int i = 0; i < x.length; i++) {
          direction[i] = (float) random.nextGaussian();
          along += (double) direction[i] * gradients[i];
        }
        double step = 0.002;
        double difference =
            (sum(behind.logits(moved(x, direction, step), LENGTHS.length, mask, NONE), slopes)
                    - sum(
                        behind.logits(moved(x, direction, -step), LENGTHS.length, mask, NONE),
                        slopes))
                / (2 * step);
        assertThat(along).isCloseTo(difference, within(0.01 * Math.max(0.1, Math.abs(difference))));
      }
    }
  }

  @Test
  void stepsThatAreLeftOutHaveNoGradient() {
    try (Network network =
            trained(TWO_CLASSES, TOKENS, List.of(embedding(3), bidirectional(lstm(3), Merge.SUM)));
        BehindEmbedding behind = network.behindEmbedding().orElseThrow()) {
      DataSet batch = batch(network.plan(), 5, LENGTHS);
      behind.logits(vectors(behind, batch), 3, mask(batch), NONE);

      float[] gradients = behind.gradients(new float[][] {{1}, {1}, {1}});

      for (int i = (6 + 2) * 3; i < 2 * 6 * 3; i++) { // the second row has 2 of 6 steps
        assertThat(gradients[i]).isZero();
      }
      assertThat(gradients[0]).isNotZero();
    }
  }

  @Test
  void networksOfNumbersHaveNone() {
    try (Network network =
        Network.untrained(
            Networks.plan(Networks.WINDOWS, TWO_CLASSES, lstm(2)), Networks.training(), 1, 1)) {
      assertThat(network.behindEmbedding()).isEmpty();
    }
  }

  @Test
  void seesPaddingThatTheNetworkSees() {
    InputShape seen = new InputShape.Tokens(11, 6, Optional.of(Padding.PRE));
    try (Network network = trained(TWO_CLASSES, seen, List.of(embedding(3), lstm(4)));
        BehindEmbedding behind = network.behindEmbedding().orElseThrow()) {
      DataSet batch = batch(network.plan(), 5, 6, 6);

      float[][] logits = behind.logits(vectors(behind, batch), 2, Optional.empty(), NONE);

      float[] outputs = network.output(batch.getFeatures().dup('c').data().asFloat(), 2, 6);
      assertThat(1 / (1 + Math.exp(-logits[1][0]))).isCloseTo(outputs[1], within(1e-6));
    }
  }

  @Test
  void seesColumnsBesideTheText() {
    InputShape columns = new InputShape.Tokens(11, 6, Optional.empty()).withColumns(2);
    for (List<LayerSpec> layers :
        List.of(
            List.of(embedding(3), lstm(4)), List.<LayerSpec>of(embedding(3), lstm(4), dense(3)))) {
      try (Network network = trained(TWO_CLASSES, columns, layers);
          BehindEmbedding behind = network.behindEmbedding().orElseThrow()) {
        DataSet batch = batch(network.plan(), 5, LENGTHS);
        DataSet texts =
            batch(Networks.plan(TOKENS, TWO_CLASSES, embedding(3), lstm(4)), 5, LENGTHS);
        float[] all = batch.getFeatures().dup('c').data().asFloat(); // (3, 6 + 2)
        float[] beside = {all[6], all[7], all[14], all[15], all[22], all[23]};

        float[][] logits = behind.logits(vectors(behind, texts), 3, mask(batch), beside);

        float[][] outputs = network.inference().outputs(all, new int[] {3, 8}, mask(batch));
        for (int r = 0; r < outputs.length; r++) {
          assertThat(1 / (1 + Math.exp(-logits[r][0]))).isCloseTo(outputs[r][0], within(1e-6));
        }
        float[] gradients = behind.gradients(new float[][] {{1}, {1}, {1}});
        assertThat(gradients).hasSize(3 * 6 * 3);
      }
    }
  }

  private static Network trained(OutputShape target, InputShape input, List<LayerSpec> layers) {
    NetworkPlan plan = Networks.plan(input, target, layers.toArray(LayerSpec[]::new));
    Network network = Network.untrained(plan, Networks.training(), 1, 3);
    for (int step = 0; step < 5; step++) {
      network.fit(batch(plan, step, LENGTHS));
    }
    return network;
  }

  private static float[] vectors(BehindEmbedding behind, DataSet batch) {
    INDArray ids = batch.getFeatures();
    float[] vectors = new float[(int) ids.length() * behind.width()];
    for (int i = 0; i < ids.length(); i++) {
      behind.vector(
          ids.getInt(i / (int) ids.size(1), i % (int) ids.size(1)), vectors, i * behind.width());
    }
    return vectors;
  }

  private static Optional<float[]> mask(DataSet batch) {
    return Optional.of(batch.getFeaturesMaskArray().dup('c').data().asFloat());
  }

  private static float[] moved(float[] x, float[] direction, double step) {
    float[] moved = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      moved[i] = (float) (x[i] + step * direction[i]);
    }
    return moved;
  }

  private static double sum(float[][] logits, float[][] slopes) {
    double sum = 0;
    for (int r = 0; r < logits.length; r++) {
      for (int k = 0; k < slopes[r].length; k++) {
        sum += (double) slopes[r][k] * logits[r][k];
      }
    }
    return sum;
  }
}
