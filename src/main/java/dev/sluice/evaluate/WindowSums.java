package dev.sluice.evaluate;

import dev.sluice.evaluate.Forecasts.OfSeries;
import java.util.function.ToDoubleFunction;

/** {@link Sums} over the points of windows whose actual value is known. */
final class WindowSums {
  private WindowSums() {}

  /** What a point adds to one sum. */
  interface Point {
    double of(double actual, double forecast, OfSeries series, int column);
  }

  /** What a point adds to several. */
  interface Points {
    void to(double actual, double forecast, OfSeries series, int column, double[] sums);
  }

  static Sums quotient(Predictions predictions, Point above, Point below, Sums.Scale scale) {
    return of(
        predictions.as(Forecasts.class),
        2,
        (y, f, series, c, sums) -> {
          sums[0] += above.of(y, f, series, c);
          sums[1] += below.of(y, f, series, c);
        },
        sums -> sums[0] / sums[1],
        scale);
  }

  static Sums of(
      Forecasts forecasts,
      int count,
      Points points,
      ToDoubleFunction<double[]> score,
      Sums.Scale scale) {
    double[][] ofWindows = new double[forecasts.size()][count];
    for (int w = 0; w < ofWindows.length; w++) {
      OfSeries series = forecasts.seriesOf(w);
      for (int h = 0; h < forecasts.steps(); h++) {
        for (int c = 0; c < forecasts.columns().size(); c++) {
          double y = forecasts.actual()[w][h][c];
          if (!Double.isNaN(y)) {
            points.to(y, forecasts.forecast()[w][h][c], series, c, ofWindows[w]);
          }
        }
      }
    }
    return of(ofWindows, count, score, scale);
  }

  /**
   * @param ofWindows (windows)(sums)
   */
  static Sums of(
      double[][] ofWindows, int count, ToDoubleFunction<double[]> score, Sums.Scale scale) {
    return new Sums(
        ofWindows.length,
        count,
        (sums, w, times) -> {
          for (int i = 0; i < count; i++) {
            sums[i] += times * ofWindows[w][i];
          }
        },
        score,
        scale);
  }
}
