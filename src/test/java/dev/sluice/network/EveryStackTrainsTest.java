package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.UserException;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;

/** What a plan accepts, DL4J can train: no stack of up to three layers fails later. */
class EveryStackTrainsTest {
  private static final List<LayerSpec> LAYERS =
      List.of(
          lstm(3),
          simpleRnn(3),
          dense(2),
          dropout(0.3),
          batchNormalization(),
          pooling(Method.LAST),
          pooling(Method.MEAN),
          pooling(Method.MAX));

  private int trained;

  @Test
  void everyAcceptedStackTrainsAStep() {
    stacks(List.of(embedding(2)), 3);

    assertThat(trained).isGreaterThan(100);
  }

  private void stacks(List<LayerSpec> beginning, int more) {
    for (LayerSpec next : more == 0 ? List.<LayerSpec>of() : LAYERS) {
      List<LayerSpec> stack = new ArrayList<>(beginning);
      stack.add(next);
      trainIfAccepted(stack);
      stacks(stack, more - 1);
    }
  }

  private void trainIfAccepted(List<LayerSpec> stack) {
    NetworkPlan plan;
    try {
      plan = plan(TOKENS, TWO_CLASSES, stack.toArray(LayerSpec[]::new));
    } catch (UserException refused) {
      return;
    }
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).network();

    network.fit(batch(plan, 3, 6, 2));

    assertThat(network.score()).as("%s", stack).isFinite();
    assertThat(network.numParams()).as("%s", stack).isEqualTo(plan.parameters());
    trained++;
  }
}
