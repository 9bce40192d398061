package dev.sluice.frame.series;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * The step between two rows: a fixed number of milliseconds, a number of calendar months, which
 * differ in length, or a number of days from Monday to Friday.
 *
 * @param count at least 1
 */
record Frequency(int count, Unit unit) {
  private static final int DAYS_TO_THURSDAY = 3;
  private static final int DAYS_OF_WEEK = 7;
  private static final int WORKING_DAYS = 5;

  enum Unit {
    MILLISECOND("ms", 1, 0),
    SECOND("s", 1000, 0),
    MINUTE("min", 60_000, 0),
    HOUR("h", 3_600_000, 0),
    DAY("d", 86_400_000, 0),
    BUSINESS_DAY("b", 0, 0),
    WEEK("w", 604_800_000, 0),
    MONTH("mo", 0, 1),
    QUARTER("q", 0, 3),
    YEAR("y", 0, 12);

    private final String symbol;
    private final long millis; // 0 for calendar units
    private final int months; // 0 for fixed units

    Unit(String symbol, long millis, int months) {
      this.symbol = symbol;
      this.millis = millis;
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

  /** Whether clocks show the step, which is at most some hours. */
  boolean isClockTime() {
    return unit.millis > 0 && unit.millis <= Unit.HOUR.millis;
  }

  /** Whether the step skips Saturdays and Sundays. */
  boolean inBusinessDays() {
    return unit == Unit.BUSINESS_DAY;
  }

  /** The name of the steps: "daily steps", "steps of 15min". */
  String steps() {
    Map<Unit, String> names =
        Map.of(
            Unit.HOUR,
            "hourly",
            Unit.DAY,
            "daily",
            Unit.WEEK,
            "weekly",
            Unit.MONTH,
            "monthly",
            Unit.QUARTER,
            "quarterly",
            Unit.YEAR,
            "yearly");
    return count == 1 && names.containsKey(unit) ? names.get(unit) + " steps" : "steps of " + this;
  }

  /** Whether the step is counted in months, so that the day of the month matters. */
  boolean inMonths() {
    return unit.months > 0;
  }

  /** The months in a step that is counted in months. */
  int months() {
    return count * unit.months;
  }

  /** Whether the step is a number of weeks. */
  boolean inWeeks() {
    return unit == Unit.WEEK;
  }

  /**
   * The time that is a number of steps after another.
   *
   * @param day for steps in months: the day of the month, 1 to 31; if a month does not have it, its
   *     last day is used: 31 January, 29 February, 31 March
   */
  LocalDateTime after(LocalDateTime origin, long steps, int day) {
    if (inBusinessDays()) {
      return businessDay(businessDays(origin.toLocalDate()) + steps * count)
          .atTime(origin.toLocalTime());
    }
    return inMonths()
        ? onDay(origin.plusMonths(steps * months()), day)
        : origin.plus(Duration.ofMillis(steps * count * unit.millis));
  }

  /** The number of days from Monday to Friday before a day, counted from a Monday long ago. */
  private static long businessDays(LocalDate day) {
    long sinceMonday = day.toEpochDay() + DAYS_TO_THURSDAY; // 1 January 1970 was a Thursday
    return WORKING_DAYS * Math.floorDiv(sinceMonday, DAYS_OF_WEEK)
        + Math.min(Math.floorMod(sinceMonday, DAYS_OF_WEEK), WORKING_DAYS);
  }

  private static LocalDate businessDay(long count) {
    return LocalDate.ofEpochDay(
        DAYS_OF_WEEK * Math.floorDiv(count, WORKING_DAYS)
            + Math.floorMod(count, WORKING_DAYS)
            - DAYS_TO_THURSDAY);
  }

  private static LocalDateTime onDay(LocalDateTime time, int day) {
    return time.withDayOfMonth(Math.min(day, time.toLocalDate().lengthOfMonth()));
  }

  /**
   * Whether both times can fall on the same day of the month, which in a short month is its last
   * day.
   */
  private static boolean onOneDay(LocalDateTime a, LocalDateTime b) {
    int day = Math.max(a.getDayOfMonth(), b.getDayOfMonth());
    return onDay(a, day).equals(a)
        && onDay(b, day).equals(b)
        && a.toLocalTime().equals(b.toLocalTime());
  }

  /** Whether a row may have this time. */
  private boolean onGrid(LocalDateTime time) {
    return after(time, 0, time.getDayOfMonth()).equals(time);
  }

  /** Whether one time may follow another, as far as these two show. */
  boolean isOneStep(LocalDateTime from, LocalDateTime to) {
    return inMonths()
        ? monthsBetween(from, to) == (long) months() && onOneDay(from, to)
        : after(from, 1, from.getDayOfMonth()).equals(to) && onGrid(from);
  }

  /**
   * The number of steps from {@code origin} to {@code time}; empty between two steps.
   *
   * @param day as in {@link #after}
   */
  Optional<Long> stepsBetween(LocalDateTime origin, LocalDateTime time, int day) {
    long steps;
    if (inBusinessDays()) {
      steps =
          Math.floorDiv(
              businessDays(time.toLocalDate()) - businessDays(origin.toLocalDate()), count);
    } else if (inMonths()) {
      steps = Math.floorDiv(monthsBetween(origin, time), (long) months());
    } else {
      steps = Math.floorDiv(Duration.between(origin, time).toMillis(), count * unit.millis);
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
    if (step.getNano() % 1_000_000 != 0) {
      return BigDecimal.valueOf(step.getSeconds())
              .add(BigDecimal.valueOf(step.getNano(), 9))
              .stripTrailingZeros()
              .toPlainString()
          + "s";
    }
    if (step.getNano() != 0) {
      return step.toMillis() + Unit.MILLISECOND.symbol;
    }
    Unit[] units = {Unit.WEEK, Unit.DAY, Unit.HOUR, Unit.MINUTE};
    for (Unit unit : units) {
      if (step.toMillis() % unit.millis == 0) {
        return step.toMillis() / unit.millis + unit.symbol;
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

  /** As users write it. */
  @Override
  public String toString() {
    return count + unit.symbol;
  }
}
