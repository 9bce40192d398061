package dev.sluice.frame.series;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Optional;

/**
 * The step between two rows: a fixed number of seconds, or a number of calendar months, which are
 * not all equally long.
 *
 * @param count at least 1
 */
record Frequency(int count, Unit unit) {

  enum Unit {
    SECOND("s", 1, 0),
    MINUTE("min", 60, 0),
    HOUR("h", 3600, 0),
    DAY("d", 86_400, 0),
    WEEK("w", 604_800, 0),
    MONTH("mo", 0, 1),
    QUARTER("q", 0, 3),
    YEAR("y", 0, 12);

    private final String symbol;
    private final int seconds; // 0 for calendar units
    private final int months; // 0 for fixed units

    Unit(String symbol, int seconds, int months) {
      this.symbol = symbol;
      this.seconds = seconds;
      this.months = months;
    }
  }

  /**
   * Reads what {@link dev.sluice.spec.TimeSpec#frequency} allows: a number and a unit, such as
   * {@code 15min}.
   */
  static Frequency parse(String text) {
    int digits = 0;
    while (digits < text.length() && text.charAt(digits) <= '9') {
      digits++;
    }
    String symbol = text.substring(digits);
    for (Unit unit : Unit.values()) {
      if (unit.symbol.equals(symbol)) {
        return new Frequency(Integer.parseInt(text.substring(0, digits)), unit);
      }
    }
    throw new IllegalArgumentException("'" + text + "' is not a step of time");
  }

  /** Whether clocks show the step: hours, minutes or seconds. */
  boolean isClockTime() {
    return unit.seconds > 0 && unit.seconds <= Unit.HOUR.seconds;
  }

  /** Whether the step is counted in months, so that the day of the month matters. */
  boolean inMonths() {
    return unit.months > 0;
  }

  /**
   * The time a number of steps after another.
   *
   * @param day for steps in months: the day of the month, 1 to 31; a month that does not have it
   *     takes its last day: 31 January, 29 February, 31 March
   */
  LocalDateTime after(LocalDateTime origin, long steps, int day) {
    return inMonths()
        ? onDay(origin.plusMonths(steps * count * unit.months), day)
        : origin.plusSeconds(steps * count * unit.seconds);
  }

  private static LocalDateTime onDay(LocalDateTime time, int day) {
    return time.withDayOfMonth(Math.min(day, time.toLocalDate().lengthOfMonth()));
  }

  /** Whether some day of the month is the day of both times, in a short month as its last day. */
  private static boolean onOneDay(LocalDateTime a, LocalDateTime b) {
    int day = Math.max(a.getDayOfMonth(), b.getDayOfMonth());
    return onDay(a, day).equals(a)
        && onDay(b, day).equals(b)
        && a.toLocalTime().equals(b.toLocalTime());
  }

  /** Whether one time may follow another, as far as these two tell. */
  boolean isOneStep(LocalDateTime from, LocalDateTime to) {
    return inMonths()
        ? monthsBetween(from, to) == (long) count * unit.months && onOneDay(from, to)
        : after(from, 1, from.getDayOfMonth()).equals(to);
  }

  /**
   * The number of steps from {@code origin} to {@code time}; empty between two steps.
   *
   * @param day as in {@link #after}
   */
  Optional<Long> stepsBetween(LocalDateTime origin, LocalDateTime time, int day) {
    long steps;
    if (inMonths()) {
      steps = Math.floorDiv(monthsBetween(origin, time), (long) count * unit.months);
    } else {
      steps =
          Math.floorDiv(Duration.between(origin, time).getSeconds(), (long) count * unit.seconds);
    }
    return after(origin, steps, day).equals(time) ? Optional.of(steps) : Optional.empty();
  }

  /** Names the step between two times, the earlier first, in the largest unit that fits. */
  static String describe(LocalDateTime from, LocalDateTime to) {
    long months = monthsBetween(from, to);
    if (months > 0 && onOneDay(from, to)) {
      return months % 12 == 0
          ? months / 12 + "y"
          : months % 3 == 0 ? months / 3 + "q" : months + "mo";
    }
    Duration step = Duration.between(from, to);
    if (step.getNano() != 0) {
      return step.toMillis() / 1000.0 + "s";
    }
    Unit[] units = {Unit.WEEK, Unit.DAY, Unit.HOUR, Unit.MINUTE};
    for (Unit unit : units) {
      if (step.getSeconds() % unit.seconds == 0) {
        return step.getSeconds() / unit.seconds + unit.symbol;
      }
    }
    return step.getSeconds() + "s";
  }

  static boolean isMonthEnd(LocalDateTime time) {
    return time.getDayOfMonth() == time.toLocalDate().lengthOfMonth();
  }

  private static long monthsBetween(LocalDateTime from, LocalDateTime to) {
    return (to.getYear() - from.getYear()) * 12L + to.getMonthValue() - from.getMonthValue();
  }

  /** As the user writes it. */
  @Override
  public String toString() {
    return count + unit.symbol;
  }
}
