package dev.sluice.frame.series;

import dev.sluice.spec.Warning;
import java.util.List;

/** Looks for one thing that is allowed and seldom meant; docs/checks.md argues the thresholds. */
interface SeriesCheck {
  List<SeriesCheck> ALL =
      List.of(
          new SumOfInputs(),
          new ForetellingInput(),
          new ShortParts(),
          new ConstantTarget(),
          new FlatEnds(),
          new BeyondTraining());

  /** One warning a column at most. */
  List<Warning> look(SeriesLayout layout, Series series, SeriesSplit split);
}
