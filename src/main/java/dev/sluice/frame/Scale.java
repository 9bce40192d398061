package dev.sluice.frame;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.Arrays;
import java.util.Optional;

/**
 * A linear scale: {@code scaled = (value - shift) / divisor}.
 *
 * @param divisor not 0
 */
public record Scale(double shift, double divisor) {
  public static final Scale NONE = new Scale(0, 1);

  /** What {@code window_scale: revin} adds to variances, as its authors do. */
  public static final double REVIN_EPSILON = 1e-5;

  private static final double LARGEST = 1e100; // whose squares can be summed
  private static final double LARGEST_UNSCALED = 1e30; // a network computes with floats

  /**
   * The scale that {@link #write} wrote.
   *
   * @throws dev.sluice.problem.UserException without a location, if it is damaged
   */
  public static Scale of(JsonNode json) {
    double shift = json.path("shift").asDouble(Double.NaN);
    double divisor = json.path("divisor").asDouble(Double.NaN);
    if (!Double.isFinite(shift) || !Double.isFinite(divisor) || divisor == 0) {
      throw FittedJson.damaged("shift and divisor must be numbers, the divisor not 0");
    }
    return new Scale(shift, divisor);
  }

  /** Adds the scale to the fitted state: {@code shift} and {@code divisor}. */
  public void write(ObjectNode json) {
    json.put("shift", shift).put("divisor", divisor);
  }

  public double apply(double value) {
    return (value - shift) / divisor;
  }

  public double invert(double scaled) {
    return scaled * divisor + shift;
  }

  /**
   * Fits a scale to the values of the training part. The standard scale uses the population
   * standard deviation (divided by n), the robust one the median and the quartiles with linear
   * interpolation.
   *
   * @param values at least one
   * @return a scale with a divisor of 0 if the values have no spread to divide by
   */
  public static Fit fit(ScaleSpec spec, double[] values) {
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
   * The problem with numbers so small or large that computations with them give 0 or infinity;
   * without a full stop, to follow the name of the column.
   *
   * @param values of the training part, at least one
   */
  public static Optional<String> obstacle(ScaleSpec scale, double[] values) {
    double min = Arrays.stream(values).min().orElseThrow();
    double max = Arrays.stream(values).max().orElseThrow();
    double limit = scale instanceof ScaleSpec.None ? LARGEST_UNSCALED : LARGEST;
    boolean large = Math.max(-min, max) > limit;
    if (!large && max - min >= 1 / limit) {
      return Optional.empty();
    }
    return Optional.of(
        "is between %s and %s in the training rows: numbers %s to compute with"
            .formatted(min, max, large ? "too large" : "too close to each other"));
  }

  /**
   * The scale of one column in one window.
   *
   * @param values the column, (rows), scaled by its own scale
   * @param start the first row of the lookback
   * @param lookback how many rows it has; if they are all equal, the standard scale divides by 1
   */
  public static Scale ofWindow(WindowScaleSpec spec, double[] values, int start, int lookback) {
    if (spec instanceof WindowScaleSpec.None) {
      return NONE;
    }
    if (spec instanceof WindowScaleSpec.LastValue) {
      return new Scale(values[start + lookback - 1], 1);
    }
    if (spec instanceof WindowScaleSpec.Mean) {
      double mean =
          Arrays.stream(values, start, start + lookback).map(Math::abs).average().orElseThrow();
      return new Scale(0, mean == 0 ? 1 : mean);
    }
    if (spec instanceof WindowScaleSpec.Standard) {
      Fit fit = standard(values, start, lookback);
      return fit.spread() == 0 ? new Scale(values[start], 1) : new Scale(fit.shift(), fit.spread());
    }
    if (spec instanceof WindowScaleSpec.Revin) {
      Fit fit = standard(values, start, lookback);
      return new Scale(fit.shift(), Math.sqrt(fit.spread() * fit.spread() + REVIN_EPSILON));
    }
    throw new IllegalStateException("no such window scale: " + spec);
  }

  public static boolean isConstant(double[] values) {
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
   * What was measured in the training part.
   *
   * @param spread what to divide by; 0 if there is none
   */
  public record Fit(double shift, double spread) {}
}
