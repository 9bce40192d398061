package dev.sluice.evaluate.baselines;

import java.util.function.DoubleUnaryOperator;

/** The windows that config/airline.yaml tests: 12 months after each of the months 120 to 132. */
final class MonthsAhead {
  private MonthsAhead() {}

  /**
   * The mean absolute error.
   *
   * @param y all 144 months, in the units that the method was fitted in
   * @param original undoes these units
   */
  static double meanError(SeriesMethod.Fitted fitted, double[] y, DoubleUnaryOperator original) {
    SeriesMethod.Path path = fitted.path();
    double sum = 0;
    for (int cutoff = 0; cutoff < 132; cutoff++) {
      path.see(y[cutoff]);
      if (cutoff >= 119) {
        double[] forecast = path.forecast(12);
        for (int h = 0; h < 12; h++) {
          sum +=
              Math.abs(
                  original.applyAsDouble(y[cutoff + 1 + h]) - original.applyAsDouble(forecast[h]));
        }
      }
    }
    return sum / (13 * 12);
  }
}
