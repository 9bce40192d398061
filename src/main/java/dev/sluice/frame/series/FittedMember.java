package dev.sluice.frame.series;

import java.util.List;

/**
 * What was learned about one series.
 *
 * @param id from 1, in the order of the training part; 0 if it was not in it
 * @param columns how each column of {@link SeriesLayout#numbers} is scaled
 * @param seasonalChange see {@link SeriesExamples#seasonalChange}; (targets)
 * @param squaredSeasonalChange see {@link SeriesExamples#squaredSeasonalChange}; (targets)
 */
record FittedMember(
    int id, List<FittedColumn> columns, double[] seasonalChange, double[] squaredSeasonalChange) {
  FittedMember {
    columns = List.copyOf(columns);
  }
}
