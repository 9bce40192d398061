package dev.sluice.spec;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.List;
import java.util.Optional;

/** Days that the network is told about. */
@Doc(
    "Days such as holidays: an input that is 1 in rows of these days. Since they are known ahead,"
        + " the network reads on to the last row of the horizon, as with `future_covariates`.")
public record HolidaysSpec(
    @Doc("The days: `2024-12-25`, or `12-25` for that day of every year.")
        @Example("['12-25', '2024-03-29']")
        List<String> dates,
    @Doc("An input that is 1 in rows of so many days before them. 0: none.")
        @Default("0")
        @Range(min = 0, max = 366)
        int before,
    @Doc("An input that is 1 in rows of so many days after them. 0: none.")
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
