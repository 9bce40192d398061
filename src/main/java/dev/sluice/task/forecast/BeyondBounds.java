package dev.sluice.task.forecast;

import dev.sluice.frame.series.SeriesExamples;
import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.TargetSpec.Forecast.Bounds;
import dev.sluice.spec.Warning;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;

/** Warns about training values that lie outside the bounds to which forecasts are clipped. */
final class BeyondBounds {
  private BeyondBounds() {}

  /** At most one warning. */
  static List<Warning> look(Optional<Bounds> bounds, SeriesExamples training) {
    DoubleSummaryStatistics beyond = new DoubleSummaryStatistics();
    long all = 0;
    for (int series = 0; bounds.isPresent() && series < training.seriesCount(); series++) {
      int windows = training.endWindow(series);
      if (windows == training.firstWindow(series)) {
        continue;
      }
      int end = training.cutoffRow(windows - 1) + 1 + training.gap() + training.horizon();
      for (double[] column : training.targetRows(series)) {
        all += end;
        Arrays.stream(column, 0, end)
            .filter(value -> bounds.get().clip(value) != value && !Double.isNaN(value))
            .forEach(beyond);
      }
    }
    return beyond.getCount() == 0
        ? List.of()
        : List.of(
            new Warning(
                Check.VALUES_BEYOND_BOUNDS,
                Problem.atKey(
                    "data.target.forecast.bounds",
                    "%s of %s training values are outside of the bounds, from %s to %s"
                        .formatted(beyond.getCount(), all, beyond.getMin(), beyond.getMax()),
                    "widen the bounds, or correct the values"),
                "forecasts are clipped to the bounds, so such values cannot be forecast"));
  }
}
