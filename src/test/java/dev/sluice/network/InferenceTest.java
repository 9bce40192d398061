package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** That the bits are DL4J's, {@link RandomNetworksTest} and {@link EveryStackTrainsTest} check. */
class InferenceTest {
  /** Layers of ours and of DL4J, alone and mixed. */
  private static final NetworkPlan MIXED =
      plan(
          TOKENS,
          TWO_CLASSES,
          embedding(3),
          lstm(5),
          dense(4),
          bidirectional(gru(3, true), Merge.CONCAT),
          batchNormalization(),
          dense(2));

  private static final NetworkPlan OURS =
      plan(TOKENS, TWO_CLASSES, embedding(3), lstm(5), gru(4, false));

  /** Asked twice, as the second answer comes from used buffers. */
  static void assertBitsOfDl4j(MultiLayerNetwork network, DataSet batch, String what) {
    float[][] expected =
        network
            .output(batch.getFeatures(), false, batch.getFeaturesMaskArray(), null)
            .toFloatMatrix();
    Inference inference = Inference.of(network, 2);
    for (int i = 0; i < 2; i++) {
      assertThat(ask(inference, batch)).as(what).isDeepEqualTo(expected);
    }
  }

  @Test
  void threadsThatAskAtOnceGetTheirOwnAnswers() throws Exception {
    for (NetworkPlan plan : List.of(MIXED, OURS)) {
      MultiLayerNetwork network = trained(plan);
      List<DataSet> questions = new ArrayList<>();
      List<float[][]> expected = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        int[] lengths = new int[i % 3 == 0 ? 1 : 9];
        Arrays.setAll(lengths, row -> 1 + row % 6);
        questions.add(batch(plan, i, lengths));
        expected.add(
            network
                .output(
                    questions.get(i).getFeatures(),
                    false,
                    questions.get(i).getFeaturesMaskArray(),
                    null)
                .toFloatMatrix());
      }
      Inference inference = Inference.of(network, 2);

      ExecutorService threads = Executors.newFixedThreadPool(6);
      List<Future<?>> all = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        int first = t;
        all.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 300; n++) {
                    int i = (first + n) % questions.size();
                    assertThat(ask(inference, questions.get(i))).isDeepEqualTo(expected.get(i));
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(5, TimeUnit.MINUTES);
      }
      threads.shutdown();
    }
  }

  @Test
  void batchesAreAsLargeAsMemoryAllows() {
    for (NetworkPlan plan : List.of(MIXED, OURS)) {
      try (Inference inference = Inference.of(trained(plan), 2)) {
        assertThat(inference.batchSize(6)).isEqualTo(256);
        assertThat(inference.batchSize(100_000_000)).isEqualTo(1);
      }
    }
  }

  @Test
  void aQuestionThatFailsLeavesTheNextAlone() {
    DataSet good = batch(OURS, 1, 4, 6);
    DataSet bad = batch(OURS, 1, 4, 6);
    bad.getFeatures().putScalar(0, 99);
    try (Inference inference = Inference.of(trained(OURS), 2)) {
      float[][] before = ask(inference, good);

      assertThatThrownBy(() -> ask(inference, bad)).hasMessageContaining("id 99.0 is not one of");

      assertThat(ask(inference, good)).isDeepEqualTo(before);
    }
  }

  @Test
  void closedItSaysSo() {
    Inference inference = Inference.of(trained(OURS), 2);
    inference.close();
    inference.close();

    assertThatThrownBy(() -> ask(inference, batch(OURS, 1, 4)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this model is closed: load it again");
  }

  @Test
  void whoIsAskingWhenItIsClosedGetsAnAnswer() throws Exception {
    MultiLayerNetwork network = trained(MIXED);
    DataSet question = batch(MIXED, 1, 6, 5, 4, 3, 2, 1);
    float[][] expected = ask(Inference.of(network, 2), question);
    Inference inference = Inference.owning(network, 2);

    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<Integer>> answered = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      answered.add(
          threads.submit(
              () -> {
                for (int n = 0; ; n++) {
                  float[][] answer;
                  try {
                    answer = ask(inference, question);
                  } catch (IllegalStateException closed) {
                    return n;
                  }
                  assertThat(answer).isDeepEqualTo(expected);
                }
              }));
    }
    Thread.sleep(100);
    inference.close();

    for (Future<Integer> one : answered) {
      one.get(1, TimeUnit.MINUTES);
    }
    threads.shutdown();
    assertThat(network.params().wasClosed()).isTrue();
  }

  private static MultiLayerNetwork trained(NetworkPlan plan) {
    MultiLayerNetwork network =
        new NetworkBuilder(plan).trainable(Networks.training(), 1, 7).dl4j();
    network.params().addi(Nd4j.rand(network.params().shape()).muli(0.1));
    return new NetworkBuilder(plan).trained(network.params());
  }

  static float[][] ask(Inference inference, DataSet question) {
    return inference.outputs(
        Views.toArray(question.getFeatures()),
        LongStream.of(question.getFeatures().shape()).mapToInt(Math::toIntExact).toArray(),
        Optional.ofNullable(question.getFeaturesMaskArray()).map(Views::toArray));
  }
}
