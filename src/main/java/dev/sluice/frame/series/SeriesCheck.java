package dev.sluice.frame.series;

import dev.sluice.spec.Warning;
import java.util.List;

/**
 * Looks for one thing that is allowed but rarely intended; docs/checks.md gives the reasons for the
 * thresholds.
 */
interface SeriesCheck {
  List<SeriesCheck> ALL =
      List.of(
          new SumOfInputs(),
          new ForetellingInput(),
          new ShortParts(),
          new ConstantTarget(),
          new FlatEnds(),
          new BeyondTraining());

  /** At most one warning for each column. */
  List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split);
}
