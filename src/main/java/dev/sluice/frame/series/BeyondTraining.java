package dev.sluice.frame.series;

import dev.sluice.problem.Problem;
import dev.sluice.spec.Check;
import dev.sluice.spec.Warning;
import dev.sluice.spec.WindowScaleSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Warns of targets in validation and test that lie outside the range of the training part. Windows
 * that are scaled by themselves and forecasts of changes are exempt, since a trend does not affect
 * them.
 */
final class BeyondTraining implements SeriesCheck {
  private static final double MOST = 0.1; // of the rows

  @Override
  public List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split) {
    List<Warning> warnings = new ArrayList<>();
    int end = split.trainingEnd();
    int others = series.size() - end;
    if (!(layout.windowScale() instanceof WindowScaleSpec.None) || others == 0) {
      return warnings;
    }
    for (int target = 0; target < layout.targets().size(); target++) {
      if (layout.transforms().get(target).memory() > 0) {
        continue;
      }
      double[] values = series.values()[target];
      double least = Arrays.stream(values, 0, end).min().orElseThrow();
      double most = Arrays.stream(values, 0, end).max().orElseThrow();
      long outside =
          Arrays.stream(values, end, values.length).filter(v -> v < least || v > most).count();
      if (outside > MOST * others) {
        warnings.add(
            new Warning(
                Check.NON_STATIONARY,
                Problem.atKey(
                    layout.keyOf(target),
                    "'%s' is between %s and %s in the training part, and %s of the %s later rows are outside"
                        .formatted(
                            layout.targets().get(target),
                            least,
                            most,
                            Warning.percent((double) outside / others),
                            others),
                    "set data.input.series.window_scale: {last_value: {}}, or the transform"
                        + " {difference: {}}"),
                "a network can hardly forecast values that it has never seen"));
      }
    }
    return warnings;
  }
}
