package dev.sluice.spec;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Optional;

/** Days that the network is told about. */
@Doc(
    "Special days such as holidays, as an input that is 1 in the rows of these days. The"
        + " days are known ahead, so the network also reads the rows up to the end of the"
        + " horizon, as with `future_covariates`.")
public record HolidaysSpec(
    @Doc("The days: `2024-12-25` for one day, `12-25` for that day of every year.")
        @Example("['12-25', '2024-03-29']")
        List<String> dates,
    @Doc(
            "Adds an input that is 1 in rows up to this many days before one of the days. 0 adds"
                + " none.")
        @Default("0")
        @Range(min = 0, max = 366)
        int before,
    @Doc(
            "Adds an input that is 1 in rows up to this many days after one of the days. 0 adds"
                + " none.")
        @Default("0")
        @Range(min = 0, max = 366)
        int after) {
  public HolidaysSpec {
    dates = List.copyOf(dates);
    if (dates.isEmpty()) {
      throw new InvalidSpecException("dates", "names no day", "name at least one, or remove it");
    }
    for (int i = 0; i < dates.size(); i++) {
      if (date(dates.get(i)).isEmpty() && yearly(dates.get(i)).isEmpty()) {
        throw new InvalidSpecException(
            "dates[" + i + "]",
            "'" + dates.get(i) + "' is not a day",
            "write it like 2024-12-25, or 12-25 for every year");
      }
    }
  }

  /** The one day that a text names, if it names one. */
  public static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The yearly day that a text names, if it names one. */
  public static Optional<MonthDay> yearly(String text) {
    try {
      return Optional.of(MonthDay.parse("--" + text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
