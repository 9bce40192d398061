package dev.sluice.task.forecast;

import dev.sluice.spec.TargetSpec.Forecast.Bounds;
import java.util.Arrays;
import java.util.Optional;

/** Clips values to their bounds. */
record Clipping(Optional<Bounds> bounds) {
  /**
   * @param values (windows, steps, columns), changed in place
   * @return how many were changed
   */
  long clip(double[][][] values) {
    return Arrays.stream(values).mapToLong(this::clip).sum();
  }

  private long clip(double[][] window) {
    long moved = 0;
    for (double[] step : bounds.isPresent() ? window : new double[0][]) {
      for (int c = 0; c < step.length; c++) {
        double within = bounds.get().clip(step[c]);
        moved += within != step[c] && !Double.isNaN(within) ? 1 : 0;
        step[c] = within;
      }
    }
    return moved;
  }

  /** The number of values that equal a bound. */
  long atBounds(double[][] values) {
    long found = 0;
    for (double[] step : bounds.isPresent() ? values : new double[0][]) {
      for (double value : step) {
        found +=
            bounds.get().min().filter(min -> value == min).isPresent()
                    || bounds.get().max().filter(max -> value == max).isPresent()
                ? 1
                : 0;
      }
    }
    return found;
  }
}
