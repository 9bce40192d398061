package dev.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.network.Coefficients;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private static final int TAGS = 3;
  private static final Config CONFIG =
      ConfigReader.parse(
              """
              name: toy
              data:
                source: {csv: {path: rows-are-in-memory.csv}}
                input: {tokens: {column: form}}
                target: {tags: {column: tag, crf: {}}}
              network:
                - embedding: {size: 3}
              training: {epochs: 1}
              """,
              "toy.yaml",
              Path.of(""),
              List.of())
          .config();

  private static Network network() {
    NetworkPlan plan =
        NetworkPlan.of(
            CONFIG,
            new InputShape.Tokens(11, 6, Optional.empty()),
            new OutputShape.StepClasses(TAGS, Optional.of(new OutputShape.Chain(Map.of()))));
    return Network.untrained(plan, CONFIG.training(), 1, 5);
  }

  /** Of three tokens, their best path with another tag at one step. */
  private static Probe withAnotherPath(Network network) {
    float[] ids = {3, 7, 2};
    long[] shape = {1, ids.length};
    float[] outputs = network.output(ids, shape);
    int second = outputs.length - 2;
    outputs[second] = (outputs[second] + 1) % TAGS;
    return new Probe(List.of(new Probe.Case(shape, ids, outputs)));
  }

  @Test
  void anotherPathIsADifferenceUnlessItIsAsGood() {
    try (Network network = network()) {
      assertThat(withAnotherPath(network).largestDifference(network))
          .isGreaterThan(10 * Probe.TOLERANCE);

      network.setParameters(zeros(network));

      assertThat(withAnotherPath(network).largestDifference(network)).isLessThan(Probe.TOLERANCE);
    }
  }

  @Test
  void aPathOfOtherTagsThanThereAreIsADifference() {
    try (Network network = network()) {
      Probe probe = withAnotherPath(network);
      float[] outputs = probe.cases().get(0).outputs();
      outputs[outputs.length - 1] = 7;

      assertThat(probe.largestDifference(network)).isInfinite();
    }
  }

  private static Coefficients zeros(Network network) {
    return Coefficients.fromBytes(
        new byte[Math.toIntExact(network.plan().parameters() * Float.BYTES)]);
  }
}
