package dev.sluice.network;

import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.AveragingSpec;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightAverageTest {
  private final NetworkPlan plan =
      Networks.plan(
          TOKENS,
          TWO_CLASSES,
          Networks.embedding(3),
          Networks.pooling(Method.MEAN),
          Networks.dense(2),
          Networks.batchNormalization());
  private final Network network =
      Network.untrained(
          plan,
          Networks.with(Networks.training(), "averaging", Optional.of(new AveragingSpec.Ema(0.4))),
          10,
          1);

  /** Running means and variances of the batch normalisation are parameters, too. */
  @Test
  void followsAllParametersFromTheFirstStepOn() {
    double[] shares = {
      1, 0.9, 9 / 11.0, 0.75, 9 / 13.0, 9 / 14.0, 0.6, 0.6
    }; // 9 / (t + 8), at least 1 - 0.4
    double[] expected = new double[(int) network.parameters().length()];

    for (int t = 0; t < shares.length; t++) {
      network.fit(Networks.batch(plan, t, 4, 2, 5, 3));
      float[] now = network.parameters().row().toFloatVector();
      for (int i = 0; i < now.length; i++) {
        expected[i] += shares[t] * (now[i] - expected[i]);
      }
    }

    float[] average = network.keptParameters().row().toFloatVector();
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) average[i]).as("parameter %s", i).isCloseTo(expected[i], within(1e-6));
    }
    assertThat(average).isNotEqualTo(network.parameters().row().toFloatVector());
  }

  @Test
  void workSeesTheAverageAndStepsGoOnFromTheWeights() {
    network.fit(Networks.batch(plan, 1, 4, 2, 5, 3));
    network.fit(Networks.batch(plan, 2, 4, 2, 5, 3));
    byte[] before = network.parameters().toBytes();

    byte[] seen = network.withKeptParameters(() -> network.parameters().toBytes());

    assertThat(seen).isEqualTo(network.keptParameters().toBytes()).isNotEqualTo(before);
    assertThat(network.parameters().toBytes()).isEqualTo(before);
  }
}
