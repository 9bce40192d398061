package dev.sluice.frame.series;

import java.util.List;

/**
 * What was learned of one series.
 *
 * @param columns how each numeric column is scaled
 * @param seasonalChange see {@link SeriesExamples#seasonalChange}; (targets)
 * @param squaredSeasonalChange see {@link SeriesExamples#squaredSeasonalChange}; (targets)
 */
record FittedMember(
    List<FittedColumn> columns, double[] seasonalChange, double[] squaredSeasonalChange) {
  FittedMember {
    columns = List.copyOf(columns);
  }
}
