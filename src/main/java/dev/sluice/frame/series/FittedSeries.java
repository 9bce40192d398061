package dev.sluice.frame.series;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What was learned from the training part of one series or many.
 *
 * @param layout with the fitted transforms
 * @param categories of the columns of words, in the layout's order
 * @param statics the columns of static numbers
 * @param shared the columns that change from row to row; empty if each series has scales of its own
 * @param members the series of the training part, in its order
 * @param dayOfMonth the day of the month for steps in months, else empty
 */
record FittedSeries(
    SeriesLayout layout,
    List<FittedCategory> categories,
    List<FittedColumn> statics,
    Optional<List<FittedColumn>> shared,
    Map<SeriesKey, FittedMember> members,
    OptionalInt dayOfMonth) {

  /** All columns of one series, those that change from row to row first. */
  List<FittedColumn> columns(List<FittedColumn> changing) {
    return columns(statics, changing);
  }

  static List<FittedColumn> columns(List<FittedColumn> statics, List<FittedColumn> changing) {
    return Stream.of(changing, statics).flatMap(List::stream).toList();
  }
}
