package dev.sluice.frame.series;

import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.Arrays;

/**
 * A linear scale: {@code scaled = (value - shift) / divisor}.
 *
 * @param divisor not 0
 */
record Scale(double shift, double divisor) {
  static final Scale NONE = new Scale(0, 1);

  double apply(double value) {
    return (value - shift) / divisor;
  }

  double invert(double scaled) {
    return scaled * divisor + shift;
  }

  /**
   * Fits a scale to the values of the training part. Standard takes the population's standard
   * deviation (divided by n), robust the median and the quartiles with linear interpolation.
   *
   * @param values at least one
   * @return a divisor of 0 if the values give no spread to divide by
   */
  static Fit fit(ScaleSpec spec, double[] values) {
    if (spec instanceof ScaleSpec.None) {
      return new Fit(0, 1);
    }
    if (spec instanceof ScaleSpec.Standard) {
      return standard(values, 0, values.length);
    }
    if (spec instanceof ScaleSpec.Minmax) {
      double min = Arrays.stream(values).min().orElseThrow();
      return new Fit(min, Arrays.stream(values).max().orElseThrow() - min);
    }
    if (spec instanceof ScaleSpec.Robust) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      return new Fit(quantile(sorted, 0.5), quantile(sorted, 0.75) - quantile(sorted, 0.25));
    }
    throw new IllegalStateException("no such scale: " + spec);
  }

  /**
   * The scale of one column in one window.
   *
   * @param values the column, (rows), scaled by its own scale
   * @param start the first row of the lookback
   * @param lookback how many rows it has; if they are all equal, standard divides by 1
   */
  static Scale ofWindow(WindowScaleSpec spec, double[] values, int start, int lookback) {
    if (spec instanceof WindowScaleSpec.None) {
      return NONE;
    }
    if (spec instanceof WindowScaleSpec.LastValue) {
      return new Scale(values[start + lookback - 1], 1);
    }
    if (spec instanceof WindowScaleSpec.Standard) {
      Fit fit = standard(values, start, lookback);
      return fit.spread() == 0 ? new Scale(values[start], 1) : new Scale(fit.shift(), fit.spread());
    }
    throw new IllegalStateException("no such window scale: " + spec);
  }

  static boolean isConstant(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == values[0]);
  }

  /** The spread is exactly 0 if and only if all values are equal, whatever the rounding. */
  private static Fit standard(double[] values, int start, int count) {
    double sum = 0;
    boolean constant = true;
    for (int i = start; i < start + count; i++) {
      sum += values[i];
      constant &= values[i] == values[start];
    }
    double mean = sum / count;
    double squares = 0;
    for (int i = start; i < start + count; i++) {
      squares += (values[i] - mean) * (values[i] - mean);
    }
    return new Fit(mean, constant ? 0 : Math.sqrt(squares / count));
  }

  private static double quantile(double[] sorted, double q) {
    double place = q * (sorted.length - 1);
    int below = (int) place;
    double weight = place - below;
    return weight == 0
        ? sorted[below]
        : sorted[below] + weight * (sorted[below + 1] - sorted[below]);
  }

  /**
   * What was found in the training part.
   *
   * @param spread what to divide by; 0 if there is none
   */
  record Fit(double shift, double spread) {}
}
