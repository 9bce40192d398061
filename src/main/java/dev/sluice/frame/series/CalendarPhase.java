package dev.sluice.frame.series;

import dev.sluice.spec.InputSpec.Calendar;
import java.time.LocalDateTime;
import java.time.temporal.IsoFields;

/** Parts of a time as points on a circle, so that December lies beside January. */
final class CalendarPhase {
  private CalendarPhase() {}

  /**
   * The position of a time in the part's cycle, from 0 to below 1: 1 January is 0 of {@code
   * day_of_year}, Monday 0 of {@code weekday}. Days are relative to the length of their own month
   * or year, weeks (ISO 8601) to that of their own week-based year.
   */
  static double of(Calendar part, LocalDateTime time) {
    return switch (part) {
      case MINUTE -> time.getMinute() / 60.0;
      case HOUR -> time.getHour() / 24.0;
      case WEEKDAY -> (time.getDayOfWeek().getValue() - 1) / 7.0;
      case DAY_OF_MONTH -> (time.getDayOfMonth() - 1.0) / time.toLocalDate().lengthOfMonth();
      case DAY_OF_YEAR -> (time.getDayOfYear() - 1.0) / time.toLocalDate().lengthOfYear();
      case WEEK_OF_YEAR ->
          (time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR) - 1.0)
              / IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(time).getMaximum();
      case MONTH -> (time.getMonthValue() - 1) / 12.0;
      case QUARTER -> (time.get(IsoFields.QUARTER_OF_YEAR) - 1) / 4.0;
    };
  }

  static double sine(double phase) {
    return StrictMath.sin(2 * Math.PI * phase);
  }

  static double cosine(double phase) {
    return StrictMath.cos(2 * Math.PI * phase);
  }
}
