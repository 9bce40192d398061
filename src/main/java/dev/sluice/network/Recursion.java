package dev.sluice.network;

import dev.sluice.kernel.Floats;
import java.util.List;
import java.util.Optional;

/**
 * Forecasts step by step, like DeepAR (Salinas et al. 2020): each step after the cutoff reads the
 * targets of the step before it, in training the true ones, in forecasts its own. The state is
 * carried over, so that a forecast reads each step once.
 *
 * @param horizon steps of a forecast, the last ones of the features
 * @param columns of targets, the first of the features
 */
record Recursion(int horizon, int columns) {

  /** An output layer that learns from the true values of the step before. */
  interface Taught {
    /** Empty if it does not. */
    Optional<Recursion> recursion();
  }

  /**
   * Puts the targets of the step before into each step after the cutoff.
   *
   * @param features (batch, width, steps), written in place
   * @param labels (batch, horizon * columns); if one is NaN, the one before it is used
   */
  void teach(float[] features, int width, int steps, float[] labels) {
    int batch = features.length / (width * steps);
    for (int r = 0; r < batch; r++) {
      for (int c = 0; c < columns; c++) {
        int cutoff = (r * width + c) * steps + steps - horizon;
        for (int k = 0; k < horizon; k++) {
          float before = k == 0 ? Float.NaN : labels[(r * horizon + k - 1) * columns + c];
          features[cutoff + k] = Float.isNaN(before) ? features[cutoff + k - 1] : before;
        }
      }
    }
  }

  /**
   * @param stages starting anew; the output of the last one for a step is (batch, columns)
   * @return (batch)(horizon * columns)
   */
  float[][] forecast(List<Stage> stages, Signal.Features features, int threads) {
    int batch = features.shape()[0];
    int width = features.shape()[1];
    int steps = features.shape()[2];
    int first = steps - horizon; // after the cutoff
    float[][] forecasts = new float[batch][horizon * columns];
    stages.forEach(stage -> stage.begin(batch));
    float[] x = part(features.values(), steps, 0, first + 1);
    for (int row = 0; row < batch * width; row++) {
      if (row % width < columns) {
        x[row * (first + 1) + first] = x[row * (first + 1) + first - 1];
      }
    }
    for (int k = 0; k < horizon; k++) {
      if (k > 0) {
        x = part(features.values(), steps, first + k, first + k + 1);
        for (int r = 0; r < batch; r++) {
          System.arraycopy(forecasts[r], (k - 1) * columns, x, r * width, columns);
        }
      }
      int read = k == 0 ? first + 1 : 1;
      Signal.Features next =
          new Signal.Features(x, new int[] {batch, width, read}, Optional.empty());
      Floats y = Inference.forward(stages, next, threads).numbers().values();
      for (int r = 0; r < batch; r++) {
        y.buffer().get(r * columns, forecasts[r], k * columns, columns);
      }
    }
    return forecasts;
  }

  /** Some steps of each row. */
  private static float[] part(float[] rows, int steps, int from, int to) {
    float[] part = new float[rows.length / steps * (to - from)];
    for (int row = 0; row < rows.length / steps; row++) {
      System.arraycopy(rows, row * steps + from, part, row * (to - from), to - from);
    }
    return part;
  }
}
