package dev.sluice.kernel;

import java.util.Optional;

/**
 * Joins each few consecutive steps into one: f(W x + b) of their numbers, SegRNN (Lin et al. 2023).
 * Parameters W (length * inputs, units), the earliest step first, and b (units). No step is masked.
 */
public final class Segments implements PlainLayer {
  private final int inputs;
  private final int length;
  private final Dense dense;

  /**
   * @param length the number of steps that become one
   */
  public Segments(int inputs, int units, int length, Squash activation) {
    this.inputs = inputs;
    this.length = length;
    dense = new Dense(Math.multiplyExact(length, inputs), units, activation);
  }

  /**
   * @param steps a multiple of the length
   * @param y (steps / length, batch, units)
   */
  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    float[] rows = pass(x, steps, batch, mask, parameters);
    dense.store(rows, steps / length * batch, Floats.of(y));
  }

  /** (steps / length * batch, width of the dense layer) */
  private float[] pass(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters) {
    if (mask.isPresent() || steps % length != 0) {
      throw new IllegalArgumentException(
          "%s steps%s in segments of %s"
              .formatted(steps, mask.isPresent() ? " under a mask" : "", length));
    }
    float[] segments = new float[x.length];
    for (int t = 0; t < steps; t++) {
      for (int r = 0; r < batch; r++) {
        System.arraycopy(x, (t * batch + r) * inputs, segments, place(t, r, batch), inputs);
      }
    }
    return dense.forward(
        Floats.of(segments),
        steps / length * batch,
        Floats.of(parameters[0]),
        Floats.of(parameters[1]));
  }

  /** The row of segments to which a step of a sequence belongs. */
  private int place(int t, int r, int batch) {
    return ((t / length * batch + r) * length + t % length) * inputs;
  }

  @Override
  public void backward(
      float[] x,
      int steps,
      int batch,
      Optional<float[]> mask,
      float[][] parameters,
      float[] dy,
      float[][] gradients,
      float[] dx) {
    pass(x, steps, batch, mask, parameters);
    int rows = steps / length * batch;
    float[] segments = new float[x.length];
    dense.backward(
        dense.padded(dy, rows),
        rows,
        Floats.of(gradients[0]),
        Floats.of(gradients[1]),
        Floats.of(segments));
    for (int t = 0; t < steps; t++) {
      for (int r = 0; r < batch; r++) {
        System.arraycopy(segments, place(t, r, batch), dx, (t * batch + r) * inputs, inputs);
      }
    }
  }
}
