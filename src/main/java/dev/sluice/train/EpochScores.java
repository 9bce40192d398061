package dev.sluice.train;

import dev.sluice.run.Epoch;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The result of one epoch, or of the start before the first one.
 *
 * @param epoch from 1; 0 for the start
 * @param loss mean over the training part, without penalties; with dropout active, unless it is the
 *     start
 * @param validation `loss` (without penalties), then the metrics, in order; empty without a
 *     validation part
 * @param learningRate of the last batch; empty for the start, and for AdaDelta, which has none
 * @param seconds it took, including validation
 */
public record EpochScores(
    int epoch,
    double loss,
    Map<String, Double> validation,
    OptionalDouble learningRate,
    double seconds) {
  public EpochScores {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }

  /**
   * As the run folder keeps it.
   *
   * @param best whether it is the best so far
   * @param network its number in an ensemble
   */
  public Epoch toEpoch(boolean best, Optional<Integer> network) {
    return new Epoch(
        epoch, loss, validation, learningRate.stream().boxed().findFirst(), seconds, best, network);
  }
}
