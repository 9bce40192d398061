package dev.sluice.kernel;

import java.util.Optional;

/**
 * A layer in plain loops, in single precision, that computes one row from each sequence, or from
 * each of its steps. A layer of rows treats each as a sequence of one step. Not re-entrant.
 *
 * <p>Masks are (batch, steps), 0 where a step is left out, empty if none is: the content of such a
 * step has no influence, and its gradient is 0. A sequence without any step gives a row of zeros.
 */
public interface PlainLayer {
  /**
   * @param x (steps, batch, inputs)
   * @param parameters in the layer's order, matrices column by column
   * @param y (batch, outputs) or (steps, batch, outputs), zeros
   */
  void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y);

  /**
   * Gradients.
   *
   * @param x as in {@link #forward}, which need not have run before
   * @param dy gradient of y
   * @param gradients of the parameters, zeros
   * @param dx (steps, batch, inputs), zeros
   */
  void backward(
      float[] x,
      int steps,
      int batch,
      Optional<float[]> mask,
      float[][] parameters,
      float[] dy,
      float[][] gradients,
      float[] dx);

  /** Whether a step is unmasked. */
  static boolean present(Optional<float[]> mask, int row, int step, int steps) {
    return mask.isEmpty() || mask.get()[row * steps + step] != 0;
  }
}
