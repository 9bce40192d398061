package dev.sluice.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The result of one epoch, a line of {@code metrics.jsonl}; docs/run-folder.md describes it.
 *
 * @param epoch from 1; 0 is a fitted start, before the first epoch
 * @param loss of the training part, with dropout active unless it is the start
 * @param validation {@code loss}, then the metrics, in order; empty without a validation part
 * @param learningRate empty for the start, or if the optimizer has none
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
    if (epoch < 0) {
      throw new IllegalArgumentException("epochs count from 1, after the start: " + epoch);
    }
    validation =
        validation == null
            ? Map.of()
            : Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }
}
