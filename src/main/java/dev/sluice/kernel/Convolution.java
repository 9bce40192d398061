package dev.sluice.kernel;

import java.util.Optional;

/**
 * At each step f(W x + b) of the steps around it, from {@code (width - 1) / 2} before it to {@code
 * width / 2} after it, or, if it is causal, of the {@code width} steps that end with it. Beyond the
 * ends, and at masked steps, x is 0. Parameters W (width * inputs, filters), the earliest step
 * first, and b (filters).
 */
public final class Convolution implements PlainLayer {
  private final int inputs;
  private final int filters;
  private final int width;
  private final int before;
  private final Dense dense;

  /**
   * @param width steps that each output sees
   * @param causal whether none of them comes after its own
   */
  public Convolution(int inputs, int filters, int width, boolean causal, Squash activation) {
    this.inputs = inputs;
    this.filters = filters;
    this.width = width;
    before = causal ? width - 1 : (width - 1) / 2;
    dense = new Dense(Math.multiplyExact(width, inputs), filters, activation);
  }

  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    float[] rows = pass(x, steps, batch, mask, parameters);
    for (int t = 0; t < steps; t++) {
      for (int r = 0; r < batch; r++) {
        if (PlainLayer.present(mask, r, t, steps)) {
          int row = t * batch + r;
          System.arraycopy(rows, row * dense.width(), y, row * filters, filters);
        }
      }
    }
  }

  /** (steps * batch, width of the dense layer) */
  private float[] pass(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters) {
    float[] windows = new float[Math.toIntExact((long) steps * batch * width * inputs)];
    for (int t = 0; t < steps; t++) {
      for (int k = 0; k < width; k++) {
        int from = from(t, k);
        for (int r = 0; r < batch && from >= 0 && from < steps; r++) {
          if (PlainLayer.present(mask, r, from, steps)) {
            System.arraycopy(
                x,
                (from * batch + r) * inputs,
                windows,
                ((t * batch + r) * width + k) * inputs,
                inputs);
          }
        }
      }
    }
    return dense.forward(
        Floats.of(windows), steps * batch, Floats.of(parameters[0]), Floats.of(parameters[1]));
  }

  /** The k-th step that step t sees. */
  private int from(int t, int k) {
    return t + k - before;
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
    float[] given = new float[steps * batch * dense.width()];
    for (int t = 0; t < steps; t++) {
      for (int r = 0; r < batch; r++) {
        if (PlainLayer.present(mask, r, t, steps)) {
          int row = t * batch + r;
          System.arraycopy(dy, row * filters, given, row * dense.width(), filters);
        }
      }
    }
    float[] windows = new float[steps * batch * width * inputs];
    dense.backward(
        given, steps * batch, Floats.of(gradients[0]), Floats.of(gradients[1]), Floats.of(windows));
    for (int t = 0; t < steps; t++) {
      for (int k = 0; k < width; k++) {
        int from = from(t, k);
        for (int r = 0; r < batch && from >= 0 && from < steps; r++) {
          if (PlainLayer.present(mask, r, from, steps)) {
            for (int j = 0; j < inputs; j++) {
              dx[(from * batch + r) * inputs + j] +=
                  windows[((t * batch + r) * width + k) * inputs + j];
            }
          }
        }
      }
    }
  }
}
