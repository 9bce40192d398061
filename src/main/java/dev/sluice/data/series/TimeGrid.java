package dev.sluice.data.series;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Local times that are exactly one step apart; row 0 is the origin. There is no time zone: an hour
 * that summer time skips or repeats is a gap or a duplicate like any other.
 *
 * @param monthEnds whether steps in months go from one last day of a month to another
 */
record TimeGrid(LocalDateTime origin, Frequency frequency, boolean monthEnds) {

  /**
   * The grid that begins with the first time.
   *
   * <p>30 April, 31 May, 30 June are ends of months, 30 January, 28 February, 30 March are not: a
   * grid follows the ends of months if it begins with one and most of its times are such.
   *
   * @param times in ascending order, at least one
   */
  static TimeGrid through(List<LocalDateTime> times, Frequency frequency) {
    boolean ends =
        frequency.inMonths()
            && Frequency.isMonthEnd(times.get(0))
            && 2 * times.stream().filter(Frequency::isMonthEnd).count() > times.size();
    return new TimeGrid(times.get(0), frequency, ends);
  }

  LocalDateTime at(long row) {
    return frequency.after(origin, row, monthEnds);
  }

  /** The row of a time; empty between two steps. */
  Optional<Long> rowOf(LocalDateTime time) {
    return frequency.stepsBetween(origin, time, monthEnds);
  }
}
