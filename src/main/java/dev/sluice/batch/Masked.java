package dev.sluice.batch;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers for a batch of examples.
 *
 * @param values (batch, ...), the last axis first
 * @param shape of the values
 * @param mask (batch, steps), row by row: 1 where a step counts, else 0; without it every step does
 */
public record Masked(float[] values, int[] shape, Optional<float[]> mask) {
  public static Masked of(float[] values, int... shape) {
    return new Masked(values, shape, Optional.empty());
  }

  public Masked withMask(float[] steps) {
    return new Masked(values, shape, Optional.of(steps));
  }

  INDArray array() {
    long[] axes = new long[shape.length];
    for (int i = 0; i < axes.length; i++) {
      axes[i] = shape[i];
    }
    return Nd4j.create(values, axes, 'c');
  }

  Optional<INDArray> maskArray() {
    return mask.map(
        steps -> Nd4j.create(steps, new long[] {shape[0], steps.length / shape[0]}, 'c'));
  }
}
