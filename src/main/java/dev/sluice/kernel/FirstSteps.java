package dev.sluice.kernel;

import java.util.Optional;

/**
 * Leaves the last steps of each sequence out. No parameters.
 *
 * @param inputs numbers of a step
 * @param ahead how many steps are left out
 */
public record FirstSteps(int inputs, int ahead) implements PlainLayer {
  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    System.arraycopy(x, 0, y, 0, (steps - ahead) * batch * inputs);
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
    System.arraycopy(dy, 0, dx, 0, (steps - ahead) * batch * inputs);
  }
}
