package dev.sluice.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one epoch, a line of {@code metrics.jsonl}; docs/run-folder.md describes it.
 *
 * @param epoch from 1
 * @param loss of the training part, with dropout active
 * @param validation {@code loss}, then the metrics, in order; empty without a validation part
 * @param learningRate empty if the optimizer has none
 * @param best whether it was better than all earlier ones of its network
 * @param network its number in an ensemble, from 1
 */
public record Epoch(
    int epoch,
    double loss,
    Map<String, Double> validation,
    Optional<Double> learningRate,
    double seconds,
    boolean best,
    Optional<Integer> network) {
  /** For a single network. */
  public Epoch(
      int epoch,
      double loss,
      Map<String, Double> validation,
      Optional<Double> learningRate,
      double seconds,
      boolean best) {
    this(epoch, loss, validation, learningRate, seconds, best, Optional.empty());
  }

  public Epoch {
    if (epoch < 1) {
      throw new IllegalArgumentException("epochs count from 1: " + epoch);
    }
    validation =
        validation == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }
}
