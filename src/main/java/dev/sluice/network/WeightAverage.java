package dev.sluice.network;

import dev.sluice.kernel.MovingAverage;
import dev.sluice.spec.AveragingSpec;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The average of the parameters over the steps of a training (Polyak and Juditsky 1992), including
 * the running means and variances of a batch normalization, so that they match the averaged
 * weights.
 */
final class WeightAverage {
  private final AveragingSpec spec;
  private final INDArray parameters; // the parameters that steps change
  private final INDArray average;

  /**
   * @param parameters those of the network, not a copy
   */
  WeightAverage(AveragingSpec spec, INDArray parameters) {
    this.spec = spec;
    this.parameters = parameters;
    average = parameters.dup();
  }

  /** Starts again, at the current parameters. */
  void begin() {
    average.assign(parameters);
  }

  /**
   * To be called after each step.
   *
   * @param step from 1
   * @param threads that may be used; results do not depend on it
   */
  void follow(int step, int threads) {
    MovingAverage.move(
        Views.floats(average),
        Views.floats(parameters),
        Math.toIntExact(average.length()),
        spec.share(step),
        threads);
  }

  /** A view of the average, which the next step changes. */
  INDArray numbers() {
    return average;
  }
}
