package dev.sluice.frame.series;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Times that are exactly one step apart; row 0 is the origin. They have no zone: in local time, an
 * hour that daylight saving skips or repeats is a gap or a duplicate, see {@link DaylightSaving},
 * unless a {@link WallClock} has converted them to UTC.
 *
 * @param day for steps in months: the day of the month, 1 to 31; if a month does not have it, its
 *     last day is used
 */
record TimeGrid(LocalDateTime origin, Frequency frequency, int day) {
  private static final int LAST_DAY = 31;

  /**
   * The grid that begins with the first time.
   *
   * <p>30 April, 31 May, 30 June are ends of months; 28 February, 30 March, 30 April are on the
   * 30th. If the first time is the last day of its month, the day of the month is the one that
   * gives a row to the most times, and the latest of several such days.
   *
   * @param times in ascending order, at least one
   */
  static TimeGrid through(List<LocalDateTime> times, Frequency frequency) {
    LocalDateTime first = times.get(0);
    int firstDay = first.getDayOfMonth();
    if (!frequency.inMonths() || !Frequency.isMonthEnd(first)) {
      return new TimeGrid(first, frequency, firstDay);
    }
    TimeGrid best = new TimeGrid(first, frequency, LAST_DAY);
    long most = best.rowsAt(times);
    for (int day = LAST_DAY - 1; day >= firstDay && most < times.size(); day--) {
      TimeGrid grid = new TimeGrid(first, frequency, day);
      long rows = grid.rowsAt(times);
      if (rows > most) {
        best = grid;
        most = rows;
      }
    }
    return best;
  }

  private long rowsAt(List<LocalDateTime> times) {
    return times.stream().filter(time -> rowOf(time).isPresent()).count();
  }

  LocalDateTime at(long row) {
    return frequency.after(origin, row, day);
  }

  /** The row of a time; empty if it lies between two steps. */
  Optional<Long> rowOf(LocalDateTime time) {
    return frequency.stepsBetween(origin, time, day);
  }
}
