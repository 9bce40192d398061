package dev.sluice.kernel;

import java.util.Optional;

/**
 * All segments of a horizon at once, SegRNN (Lin et al. 2023, section 4.2): of a state h comes V
 * h_s + c for each segment s, where h_s is one step of a GRU from h. Its input is the segment
 * alone, so that each column of W is the embedding of a position. Parameters W (segments, 3 *
 * units), R (units, 3 * units) and b (4 * units) of {@link Cell.Gru}, whose reset acts after the
 * product, V (units, numbers) and c (numbers).
 */
public final class SegmentDecoder implements PlainLayer {
  private final int units;
  private final int window;
  private final int segments;
  private final int numbers;
  private final RecurrentKernel kernel;
  private final LastSteps output;
  private final Dense path; // from the window

  /**
   * @param units of the state
   * @param window how many numbers follow the state
   * @param numbers of a segment
   * @param threads the most that it may use
   */
  public SegmentDecoder(int units, int window, int segments, int numbers, int threads) {
    this.units = units;
    this.window = window;
    this.segments = segments;
    this.numbers = numbers;
    kernel =
        new RecurrentKernel(
            new Cell.Gru(segments, units, Squash.TANH, Squash.SIGMOID, true), threads);
    output = new LastSteps(units, numbers, segments, threads);
    path = new Dense(window, Math.multiplyExact(segments, numbers), Squash.IDENTITY, threads);
  }

  /**
   * @param x (batch, units + window)
   * @param y (batch, segments * numbers)
   */
  @Override
  public void forward(
      float[] x, int steps, int batch, Optional<float[]> mask, float[][] parameters, float[] y) {
    float[] decoded = decoded(x, batch, parameters, /* keeps= */ false);
    output.forward(decoded, segments, batch, mask, ofOutput(parameters), y);
    if (window > 0) {
      float[] added = ofWindow(x, batch, parameters);
      for (int r = 0; r < batch; r++) {
        for (int i = 0; i < segments * numbers; i++) {
          y[r * segments * numbers + i] += added[r * path.width() + i];
        }
      }
    }
  }

  /** (batch, width of the path) */
  private float[] ofWindow(float[] x, int batch, float[][] parameters) {
    return path.forward(
        Floats.of(columns(x, batch, units, window)),
        batch,
        Floats.of(parameters[5]),
        Floats.of((long) segments * numbers));
  }

  /** Some columns of each row of x. */
  private float[] columns(float[] x, int batch, int from, int count) {
    float[] columns = new float[batch * count];
    for (int r = 0; r < batch; r++) {
      System.arraycopy(x, r * (units + window) + from, columns, r * count, count);
    }
    return columns;
  }

  /** Each h_s, (segments, batch, units). */
  private float[] decoded(float[] x, int batch, float[][] parameters, boolean keeps) {
    int rows = segments * batch;
    float[] positions = new float[rows * segments];
    float[] states = new float[rows * units];
    float[] given = columns(x, batch, 0, units);
    for (int s = 0; s < segments; s++) {
      System.arraycopy(given, 0, states, s * batch * units, batch * units);
      for (int r = 0; r < batch; r++) {
        positions[(s * batch + r) * segments + s] = 1;
      }
    }
    float[] decoded = new float[states.length];
    kernel.forward(
        kernel.packing(1, rows, null, false),
        Floats.of(positions),
        weights(parameters),
        new State(Floats.of(states), null),
        null,
        Floats.of(decoded),
        null,
        keeps);
    return decoded;
  }

  /** V and c. */
  private static float[][] ofOutput(float[][] parameters) {
    return new float[][] {parameters[3], parameters[4]};
  }

  private static Weights weights(float[][] parameters) {
    return new Weights(
        Floats.of(parameters[0]), Floats.of(parameters[1]), Floats.of(parameters[2]), Floats.of(0));
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
    float[] decoded = decoded(x, batch, parameters, /* keeps= */ true);
    float[] back = new float[decoded.length];
    output.backward(
        decoded, segments, batch, mask, ofOutput(parameters), dy, ofOutput(gradients), back);
    float[] states = new float[decoded.length];
    kernel.backward(
        weights(parameters),
        Floats.of(back),
        null,
        weights(gradients),
        null,
        new State(Floats.of(states), null));
    for (int i = 0; i < states.length; i++) {
      int r = i / units % batch;
      dx[r * (units + window) + i % units] += states[i];
    }
    if (window > 0) {
      ofWindow(x, batch, parameters);
      float[] ofWindow = new float[batch * window];
      path.backward(
          path.padded(dy, batch),
          batch,
          Floats.of(gradients[5]),
          Floats.of((long) segments * numbers),
          Floats.of(ofWindow));
      for (int r = 0; r < batch; r++) {
        System.arraycopy(ofWindow, r * window, dx, r * (units + window) + units, window);
      }
    }
  }
}
