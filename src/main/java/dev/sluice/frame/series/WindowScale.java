package dev.sluice.frame.series;

import dev.sluice.frame.Scale;
import dev.sluice.problem.Problem;
import dev.sluice.spec.WindowScaleSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The scale of one column of one window: {@code scaled = (value - shift) / divisor}, where the
 * shift may differ from row to row.
 *
 * @param first the row after the cutoff
 * @param shifts of that row and those after it, repeated periodically in both directions; not empty
 * @param divisor not 0
 */
record WindowScale(int first, double[] shifts, double divisor) {
  static final WindowScale NONE = new WindowScale(0, new double[1], 1);

  /**
   * @param values the column, (rows), scaled by its own scale
   * @param start the first row of the lookback
   */
  static WindowScale of(SeriesLayout layout, double[] values, int start) {
    int lookback = layout.windows().lookback();
    int first = start + lookback;
    if (layout.windowScale() instanceof WindowScaleSpec.LastSeason) {
      return new WindowScale(first, Arrays.copyOfRange(values, first - layout.season(), first), 1);
    }
    Scale scale = Scale.ofWindow(layout.windowScale(), values, start, lookback);
    return new WindowScale(first, new double[] {scale.shift()}, scale.divisor());
  }

  /** What a shift by the last season needs. */
  static void check(
      WindowScaleSpec spec, Optional<Integer> season, int lookback, List<Problem> problems) {
    if (!(spec instanceof WindowScaleSpec.LastSeason)) {
      return;
    }
    if (season.isEmpty()) {
      problems.add(
          Problem.atKey(
              "data.input.series.window_scale",
              "last_season needs the number of rows of a season",
              "add data.time.season: 12 for months of a year, 7 for days of a week"));
    } else if (lookback < season.get()) {
      problems.add(
          Problem.atKey(
              "data.input.series.window_scale",
              "last_season needs a whole season in the lookback, which has %s rows of %s"
                  .formatted(lookback, season.get()),
              "set data.input.series.lookback to %s or more".formatted(season.get())));
    }
  }

  double apply(double value, int row) {
    return (value - shift(row)) / divisor;
  }

  double invert(double scaled, int row) {
    return scaled * divisor + shift(row);
  }

  private double shift(int row) {
    return shifts.length == 1 ? shifts[0] : shifts[Math.floorMod(row - first, shifts.length)];
  }
}
