package dev.sluice.bench;

import dev.sluice.config.ConfigReader;
import dev.sluice.network.NetworkPlan;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A network of two LSTM layers and one output on batches of full sequences, without padding.
 *
 * @param name batch x steps, units of the layers
 * @param words of the embedding; 0 for a series, which has none
 * @param features numbers per step that the first LSTM gets
 * @param checkSteps training steps that are compared before anything is timed
 */
record Workload(
    String name,
    int words,
    int features,
    int batch,
    int steps,
    int units1,
    int units2,
    int checkSteps) {

  /** Different batches, that are trained on in turn. */
  static final int BATCHES = 8;

  static final List<Workload> ALL =
      List.of(
          new Workload("tiny", 50, 5, 3, 7, 6, 4, 5),
          new Workload("32x50", 10_000, 64, 32, 50, 64, 32, 10),
          new Workload("32x96", 0, 7, 32, 96, 64, 64, 10),
          new Workload("32x200", 10_000, 64, 32, 200, 64, 32, 10),
          new Workload("64x200", 10_000, 100, 64, 200, 128, 128, 3),
          new Workload("64x400", 10_000, 128, 64, 400, 256, 256, 2));

  static Workload named(String name) {
    return ALL.stream()
        .filter(workload -> workload.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no workload "
                        + name
                        + "; there are "
                        + ALL.stream().map(Workload::name).toList()));
  }

  boolean isText() {
    return words > 0;
  }

  /** As a user would write it; the data it names are never read. */
  Config config() {
    String data =
        isText()
            ? """
              source: {csv: {path: texts.csv}}
              split: {test: {share: 0.1}}
              input: {text: {column: text, vocabulary: {size: %s}, max_length: %s}}
              target: {class: {column: label}}
            """
                .formatted(words, steps)
            : """
              source: {csv: {path: series.csv}}
              time: {column: time, frequency: 1h, season: 24}
              split: {test: {share: 0.1}}
              input: {series: {lookback: %s}}
              target: {forecast: {columns: [value], horizon: 1}}
            """
                .formatted(steps);
    String yaml =
        """
        version: 1
        name: bench
        data:
        %snetwork:
        %s  - lstm: {units: %s}
          - lstm: {units: %s}
        training: {epochs: 1, batch_size: %s, optimizer: {adam: {learning_rate: 0.001}}}
        """
            .formatted(
                data,
                isText() ? "  - embedding: {size: %s}\n".formatted(features) : "",
                units1,
                units2,
                batch);
    return ConfigReader.parse(yaml, name, Path.of("."), List.of()).config();
  }

  NetworkPlan plan() {
    return isText()
        ? NetworkPlan.of(
            config(),
            new InputShape.Tokens(words, steps, Optional.empty()),
            new OutputShape.Classes(2))
        : NetworkPlan.of(
            config(), new InputShape.Steps(features, steps), new OutputShape.Values(1, 1));
  }

  /** Of one batch of features: (batch, steps) ids, or (batch, features, steps). */
  long[] featuresShape() {
    return isText() ? new long[] {batch, steps} : new long[] {batch, features, steps};
  }

  int featuresLength() {
    return (int) Arrays.stream(featuresShape()).reduce(1, (a, b) -> a * b);
  }

  /**
   * Multiplications and additions of the matrix products of one training step: the backward pass
   * has two products for each of the forward pass.
   */
  double trainingFlops() {
    return 3 * inferenceFlops();
  }

  /** Those of the matrix products of one forward pass. */
  double inferenceFlops() {
    double perStep = 4.0 * units1 * (features + units1) + 4.0 * units2 * (units1 + units2);
    return 2.0 * batch * steps * perStep;
  }
}
