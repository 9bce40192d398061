package dev.sluice.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers for a batch of examples.
 *
 * @param values (batch, ...), the last axis first
 * @param shape of the values
 * @param mask (batch, steps), row by row: 1 where a step counts, else 0; without a mask every step
 *     counts
 */
public record Masked(float[] values, int[] shape, Optional<float[]> mask) {
  public static Masked of(float[] values, int... shape) {
    return new Masked(values, shape, Optional.empty());
  }

  /**
   * Joins batches into one. Shorter ones are padded at the end and masked there; numbers that
   * follow the steps still follow them. Rows that a batch lacks are 0.
   *
   * @param batches of the same input, at least one
   */
  public static Masked together(List<Masked> batches) {
    int steps = batches.stream().mapToInt(Masked::steps).max().orElseThrow();
    int rows = batches.stream().mapToInt(Masked::rows).max().orElseThrow();
    int examples = batches.stream().mapToInt(batch -> batch.shape[0]).sum();
    boolean masked = batches.stream().anyMatch(batch -> batch.mask.isPresent());
    int[] shape = batches.get(0).shape.clone();
    int last = shape.length - 1;
    int width = steps + shape[last] - batches.get(0).steps();
    shape[0] = examples;
    shape[last] = width;
    if (last == 2) {
      shape[1] = rows;
    }
    float[] values = new float[PaddedIds.numbers(examples, width, rows)];
    float[] mask = new float[masked ? examples * steps : 0];
    int example = 0;
    for (Masked batch : batches) {
      int own = batch.steps();
      int ownWidth = batch.shape[last];
      if (own < steps && batch.mask.isEmpty() || ownWidth - own != width - steps) {
        throw new IllegalArgumentException("batches of different inputs, or without a mask");
      }
      for (int i = 0; i < batch.shape[0]; i++, example++) {
        for (int r = 0; r < batch.rows(); r++) {
          int from = (i * batch.rows() + r) * ownWidth;
          int to = (example * rows + r) * width;
          System.arraycopy(batch.values, from, values, to, own);
          System.arraycopy(batch.values, from + own, values, to + steps, ownWidth - own);
        }
        if (batch.mask.isPresent()) {
          System.arraycopy(batch.mask.get(), i * own, mask, example * steps, own);
        } else if (masked) {
          Arrays.fill(mask, example * steps, (example + 1) * steps, 1);
        }
      }
    }
    return new Masked(values, shape, masked ? Optional.of(mask) : Optional.empty());
  }

  private int steps() {
    return mask.map(of -> of.length / shape[0]).orElse(shape[shape.length - 1]);
  }

  /** The number of values between the axis of the examples and the last axis. */
  private int rows() {
    return shape.length == 2 ? 1 : shape[1];
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
