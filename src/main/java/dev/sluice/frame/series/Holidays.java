package dev.sluice.frame.series;

import dev.sluice.spec.HolidaysSpec;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The days of the config as features of rows; for rows that span several days, such as weeks, any
 * of the days counts.
 */
final class Holidays {
  private final HolidaysSpec spec;
  private final Set<LocalDate> dates = new HashSet<>();
  private final Set<MonthDay> yearly = new HashSet<>();

  Holidays(HolidaysSpec spec) {
    this.spec = spec;
    for (String day : spec.dates()) {
      HolidaysSpec.date(day).ifPresent(dates::add);
      HolidaysSpec.yearly(day).ifPresent(yearly::add);
    }
  }

  /**
   * The number of features of a row: for the days, for those before them and for those after them.
   */
  static int features(Optional<HolidaysSpec> spec) {
    return spec.map(s -> 1 + (s.before() > 0 ? 1 : 0) + (s.after() > 0 ? 1 : 0)).orElse(0);
  }

  /**
   * @return (features, rows), 1 or 0
   */
  double[][] of(TimeAxis.Timed axis, int rows) {
    double[][] values = new double[features(Optional.of(spec))][rows];
    LocalDate day = axis.time(0).toLocalDate();
    for (int row = 0; row < rows; row++) {
      LocalDate next = axis.time(row + 1L).toLocalDate();
      LocalDate last = next.isAfter(day) ? next.minusDays(1) : day;
      int feature = 0;
      values[feature++][row] = any(day, last) ? 1 : 0;
      if (spec.before() > 0) {
        values[feature++][row] = any(day.plusDays(1), last.plusDays(spec.before())) ? 1 : 0;
      }
      if (spec.after() > 0) {
        values[feature][row] = any(day.minusDays(spec.after()), last.minusDays(1)) ? 1 : 0;
      }
      day = next;
    }
    return values;
  }

  /** Whether any of these days is one. */
  boolean any(LocalDate first, LocalDate last) {
    for (LocalDate day = first; !day.isAfter(last); day = day.plusDays(1)) {
      if (dates.contains(day) || yearly.contains(MonthDay.from(day))) {
        return true;
      }
    }
    return false;
  }
}
