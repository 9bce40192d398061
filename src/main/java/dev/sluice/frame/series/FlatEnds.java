package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Warns of columns that are constant at the beginning or the end for longer than a window, and for
 * far longer than anywhere else: a sensor that is not yet, or no longer, working. Columns with few
 * distinct values, such as holidays, are exempt.
 */
final class FlatEnds implements SeriesCheck {
  private static final int LEAST_VALUES = 10;
  private static final int TIMES = 5; // as long as the longest run elsewhere

  @Override
  public List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split) {
    List<Warning> warnings = new ArrayList<>();
    int rows = series.size();
    for (int column : layout.scaled()) {
      double[] values = series.values()[column];
      if (Arrays.stream(values).distinct().limit(LEAST_VALUES).count() < LEAST_VALUES) {
        continue;
      }
      int first = run(values, 0, 1);
      int last = run(values, rows - 1, -1);
      int longest = 0;
      for (int row = first; row < rows - last; row += run(values, row, 1)) {
        longest = Math.max(longest, run(values, row, 1));
      }
      int most = Math.max(layout.windows().lookback(), TIMES * longest);
      if (first > most) {
        warnings.add(warning(layout, series, column, Check.LEADING_GAP, 0, first, longest));
      }
      if (last > most) {
        warnings.add(
            warning(layout, series, column, Check.TRAILING_GAP, rows - last, rows, longest));
      }
    }
    return warnings;
  }

  private static Warning warning(
      SeriesLayout layout, Series series, int column, Check check, int from, int to, int longest) {
    return new Warning(
        check,
        Problem.atKey(
            layout.keyOf(column),
            "'%s' is %s in the %s %s rows, %s to %s; elsewhere no value repeats for more than %s"
                .formatted(
                    layout.columns().get(column),
                    series.values()[column][from],
                    check == Check.LEADING_GAP ? "first" : "last",
                    to - from,
                    series.axis().label(from),
                    series.axis().label(to - 1L),
                    longest),
            "if nothing was measured then, leave these rows out of the file"),
        "whole windows have only this value, and the network learns it");
  }

  private static int run(double[] values, int from, int step) {
    int end = from;
    while (end >= 0 && end < values.length && values[end] == values[from]) {
      end += step;
    }
    return Math.abs(end - from);
  }
}
