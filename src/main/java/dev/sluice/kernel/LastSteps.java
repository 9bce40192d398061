package dev.sluice.kernel;

import java.util.Arrays;
import java.util.Optional;

/**
 * W x + b for each of the last steps, concatenated. Parameters W (inputs, columns) and b (columns).
 * No step is masked.
 */
public final class LastSteps implements PlainLayer {
  private final int inputs;
  private final int columns;
  private final int count;
  private final Dense dense;

  /**
   * @param columns outputs per step
   * @param count of the last steps
   * @param threads the most that it may use
   */
  public LastSteps(int inputs, int columns, int count, int threads) {
    this.inputs = inputs;
    this.columns = columns;
    this.count = count;
    dense = new Dense(inputs, columns, Squash.IDENTITY, threads);
  }

  /**
   * @param y (batch, count * columns)
   */
  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    float[] rows = pass(x, steps, batch, parameters);
    for (int t = 0; t < count; t++) {
      for (int r = 0; r < batch; r++) {
        System.arraycopy(
            rows, (t * batch + r) * dense.width(), y, (r * count + t) * columns, columns);
      }
    }
  }

  /** (count * batch, width of the dense layer) */
  private float[] pass(float[] x, int steps, int batch, float[][] parameters) {
    float[] last = Arrays.copyOfRange(x, (steps - count) * batch * inputs, steps * batch * inputs);
    return dense.forward(
        Floats.of(last), count * batch, Floats.of(parameters[0]), Floats.of(parameters[1]));
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
    pass(x, steps, batch, parameters);
    float[] given = new float[count * batch * dense.width()];
    for (int t = 0; t < count; t++) {
      for (int r = 0; r < batch; r++) {
        System.arraycopy(
            dy, (r * count + t) * columns, given, (t * batch + r) * dense.width(), columns);
      }
    }
    float[] last = new float[count * batch * inputs];
    dense.backward(
        given, count * batch, Floats.of(gradients[0]), Floats.of(gradients[1]), Floats.of(last));
    System.arraycopy(last, 0, dx, (steps - count) * batch * inputs, last.length);
  }
}
