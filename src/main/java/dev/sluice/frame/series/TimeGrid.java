package dev.sluice.frame.series;

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
   * <p>30 April, 31 May, 30 June are ends of months, 30 April, 30 May, 30 June are not: the rule
   * under which more times have a row is taken, ends of months where both do equally well.
   *
   * @param times in ascending order, at least one
   */
  static TimeGrid through(List<LocalDateTime> times, Frequency frequency) {
    TimeGrid plain = new TimeGrid(times.get(0), frequency, false);
    if (!frequency.inMonths() || !Frequency.isMonthEnd(times.get(0))) {
      return plain;
    }
    TimeGrid ends = new TimeGrid(times.get(0), frequency, true);
    return ends.rowsAt(times) >= plain.rowsAt(times) ? ends : plain;
  }

  private long rowsAt(List<LocalDateTime> times) {
    return times.stream().filter(time -> rowOf(time).isPresent()).count();
  }

  LocalDateTime at(long row) {
    return frequency.after(origin, row, monthEnds);
  }

  /** The row of a time; empty between two steps. */
  Optional<Long> rowOf(LocalDateTime time) {
    return frequency.stepsBetween(origin, time, monthEnds);
  }
}
