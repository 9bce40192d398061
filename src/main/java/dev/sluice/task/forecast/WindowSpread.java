package dev.sluice.task.forecast;

import dev.sluice.evaluate.Spread;
import dev.sluice.frame.series.SeriesExamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * Quantiles and intervals of windows, original units, clipped to the bounds of the values. They are
 * computed when a window is asked for, all of them at once: for many windows and a long horizon
 * they would fill the memory.
 */
final class WindowSpread {
  private final int size;
  private final List<Double> levels; // of quantiles
  private final List<Double> ofIntervals;
  private final IntFunction<double[][][]> quantiles; // of a window, (levels, steps, columns)
  private final IntFunction<double[][][]> ends; // of its intervals, lower and upper by level
  private final Clipping clipping;
  private int window = -1; // the window that was computed last
  private double[][][] values; // ends, then quantiles
  private long moved; // of these, to the bounds

  /**
   * @param levels of quantiles
   * @param outputs of the network, by window
   * @param forecast original units, (windows, steps, columns)
   */
  WindowSpread(
      Head head,
      List<Double> levels,
      Optional<ConformalIntervals> intervals,
      Clipping clipping,
      SeriesExamples windows,
      float[][] outputs,
      double[][][] forecast) {
    size = forecast.length;
    this.levels = levels;
    ofIntervals = intervals.map(ConformalIntervals::levels).orElse(List.of());
    // Outputs are released if there are no quantiles.
    quantiles =
        levels.isEmpty() ? w -> new double[0][][] : w -> head.quantiles(windows, w, outputs[w]);
    ends =
        w ->
            intervals
                .map(found -> found.around(windows, w, forecast[w]))
                .orElseGet(() -> new double[0][][]);
    this.clipping = clipping;
  }

  Spread spread() {
    List<Spread.Interval> intervals = new ArrayList<>();
    for (int i = 0; i < ofIntervals.size(); i++) {
      intervals.add(new Spread.Interval(ofIntervals.get(i), at(2 * i), at(2 * i + 1)));
    }
    List<Spread.Quantile> quantiles = new ArrayList<>();
    for (int q = 0; q < levels.size(); q++) {
      quantiles.add(new Spread.Quantile(levels.get(q), at(2 * ofIntervals.size() + q)));
    }
    return new Spread(quantiles, intervals);
  }

  /** The number of values that are clipped to the bounds. */
  long clipped() {
    long sum = 0;
    for (int w = 0; w < size && clipping.bounds().isPresent(); w++) {
      sum += movedOf(w);
    }
    return sum;
  }

  private synchronized long movedOf(int wanted) {
    of(wanted);
    return moved;
  }

  private Spread.Values at(int place) {
    return Spread.Values.of(size, w -> of(w)[place]);
  }

  private synchronized double[][][] of(int wanted) {
    if (window != wanted) {
      window = -1; // until all is there
      values =
          Stream.of(ends.apply(wanted), quantiles.apply(wanted))
              .flatMap(Stream::of)
              .toArray(double[][][]::new);
      moved = clipping.clip(values);
      window = wanted;
    }
    return values;
  }
}
