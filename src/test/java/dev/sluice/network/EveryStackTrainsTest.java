package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.attention;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.convolution;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.layerNormalization;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.residual;
import static dev.sluice.network.Networks.segments;
import static dev.sluice.network.Networks.selfAttention;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.spatialDropout;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What a plan accepts, DL4J can train: every stack of up to two layers on tokens and on windows,
 * every third one of three on tokens, and some longer ones.
 */
class EveryStackTrainsTest {
  private static final List<LayerSpec> LAYERS =
      List.of(
          lstm(3),
          simpleRnn(3),
          gru(3, true),
          bidirectional(lstm(2), Merge.CONCAT),
          dense(2),
          dropout(0.3),
          convolution(2, 3),
          segments(5, 2),
          residual(lstm(2)),
          spatialDropout(0.3),
          layerNormalization(),
          batchNormalization(),
          attention(2),
          selfAttention(2, 2, true),
          pooling(Method.LAST),
          pooling(Method.MEAN),
          pooling(Method.MAX),
          pooling(Method.CONCAT));

  private int accepted;
  private int trained;

  @Test
  void everyAcceptedStackOnTokensTrainsAStep() {
    stacks(TOKENS, TWO_CLASSES, List.of(embedding(2)), 3);

    assertThat(trained).isGreaterThan(100);
  }

  @Test
  void everyAcceptedStackOnWindowsTrainsAStep() {
    stacks(WINDOWS, FOUR_NUMBERS, List.of(), 2);

    assertThat(trained).isGreaterThan(30);
  }

  /**
   * What four layers and more have that three have not: something behind what follows a pooling.
   */
  @Test
  void longerStacksTrainAStep() {
    for (Method method : Method.values()) {
      for (LayerSpec behind : List.of(batchNormalization(), dropout(0.3), dense(2))) {
        for (LayerSpec next : List.of(batchNormalization(), dropout(0.3), dense(2))) {
          List<LayerSpec> stack =
              List.of(lstm(3), lstm(3, Optional.of(true)), dense(2), pooling(method), behind, next);
          trainIfAccepted(WINDOWS, FOUR_NUMBERS, stack);
          List<LayerSpec> onTokens = new ArrayList<>(List.of(embedding(2)));
          onTokens.addAll(stack);
          trainIfAccepted(TOKENS, TWO_CLASSES, onTokens);
        }
      }
    }

    assertThat(trained).isEqualTo(Method.values().length * 3 * 3 * 2);
  }

  private void stacks(InputShape input, OutputShape target, List<LayerSpec> beginning, int more) {
    for (LayerSpec next : more == 0 ? List.<LayerSpec>of() : LAYERS) {
      List<LayerSpec> stack = new ArrayList<>(beginning);
      stack.add(next);
      trainIfAccepted(input, target, stack);
      stacks(input, target, stack, more - 1);
    }
  }

  private void trainIfAccepted(InputShape input, OutputShape target, List<LayerSpec> stack) {
    NetworkPlan plan;
    try {
      plan = plan(input, target, stack.toArray(LayerSpec[]::new));
    } catch (UserException refused) {
      return;
    }
    accepted++;
    if (input instanceof InputShape.Tokens && stack.size() == 4 && accepted % 3 != 0) {
      return;
    }
    try {
      MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();

      network.fit(batch(plan, 3, lengths(input)));
      if (input instanceof InputShape.Tokens) {
        DataSet oneToken = batch(plan, 4, 1);
        if (!stack.contains(batchNormalization())) { // DL4J's fails on a batch of one
          network.fit(oneToken);
        }
        InferenceTest.assertBitsOfDl4j(network, oneToken, stack.toString());
      }

      assertThat(network.score()).as("%s", stack).isFinite();
      assertThat(network.numParams()).as("%s", stack).isEqualTo(plan.parameters());
      InferenceTest.assertBitsOfDl4j(network, batch(plan, 5, lengths(input)), stack.toString());
    } catch (RuntimeException e) {
      throw new AssertionError("accepted, and cannot be trained: " + stack, e);
    }
    trained++;
  }

  private static int[] lengths(InputShape input) {
    return input instanceof InputShape.Tokens ? new int[] {6, 2} : new int[] {5, 5};
  }
}
