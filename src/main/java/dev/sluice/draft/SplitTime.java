package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.series.TimeColumn;
import dev.sluice.frame.series.TimeParts;
import dev.sluice.source.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds columns that together make up the time of a row: year, month, day and hour, year and
 * quarter, a date and an hour, or a date and a time of day.
 */
final class SplitTime {
  /** From the longest unit to the shortest, each with its usual names. */
  private static final List<Map.Entry<String, Integer>> NAMES =
      List.of(
          Map.entry("year", 0),
          Map.entry("yr", 0),
          Map.entry("month", 1),
          Map.entry("mnth", 1),
          Map.entry("quarter", 1), // where there are no months
          Map.entry("qtr", 1),
          Map.entry("day", 2),
          Map.entry("hour", 3),
          Map.entry("hr", 3),
          Map.entry("minute", 4));

  private static final int UNITS = 5;
  private static final int MONTH = 1;
  private static final int HOUR = 3;
  private static final Set<String> QUARTERS = Set.of("quarter", "qtr");
  private static final Pattern QUARTER = Pattern.compile("[Qq]?[1-4]");
  private static final Pattern YEAR_AND_QUARTER = Pattern.compile("\\d{4} [1-4]");
  private static final Pattern DIGITS = Pattern.compile("\\d{1,4}");
  private static final Pattern DIGITS_OR_WORD = Pattern.compile("\\d{1,4}|[A-Za-z]{3,9}");
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("\\d{1,2}(:\\d{2}(:\\d{2})?( ?[AaPp][Mm])?|\\.\\d{2}\\.\\d{2})");

  private SplitTime() {}

  /**
   * Columns that make up a time.
   *
   * @param format of their values joined by spaces, if it must be given; else it is found
   */
  record Joined(TimeParts parts, Optional<String> format) {}

  /**
   * The columns, if their times are one step apart; empty if a single column has the whole time.
   *
   * @param format of the times joined by spaces, if the user has given it
   */
  static Optional<Joined> of(Table table, List<ColumnProfile> columns, Optional<String> format) {
    List<ColumnProfile> times = columns.stream().filter(c -> c.is(Kind.TIME)).toList();
    List<Optional<String>> units = units(columns);
    List<String> parts = new ArrayList<>();
    if (times.isEmpty() || times.stream().allMatch(time -> units.contains(named(time)))) {
      units.stream().takeWhile(Optional::isPresent).flatMap(Optional::stream).forEach(parts::add);
    } else if (times.size() == 1 && hasRowsOfOneTime(times.get(0))) {
      parts.add(times.get(0).name());
      List<String> small = units.subList(HOUR, UNITS).stream().flatMap(Optional::stream).toList();
      parts.addAll(small.isEmpty() ? timesOfDay(columns) : small);
    }
    if (parts.size() < 2) {
      return Optional.empty();
    }
    TimeParts found = new TimeParts(parts);
    Table joined = found.joined(table);
    int time = joined.indexOf(found.name());
    List<String> texts =
        IntStream.range(0, joined.size()).mapToObj(row -> joined.value(row, time)).toList();
    boolean quarters =
        QUARTERS.contains(parts.get(1).toLowerCase(Locale.ROOT))
            && texts.stream().allMatch(text -> YEAR_AND_QUARTER.matcher(text).matches());
    Optional<String> known = format.or(() -> quarters ? Optional.of("yyyy q") : Optional.empty());
    List<TimeColumn> readings =
        texts.size() < 2 || texts.stream().anyMatch(String::isBlank)
            ? List.of()
            : TimeColumn.readings(texts, known);
    return readings.stream().anyMatch(TimeColumn::isRegular)
        ? Optional.of(new Joined(found, known))
        : Optional.empty();
  }

  private static boolean hasRowsOfOneTime(ColumnProfile time) {
    return time.readings().get(0).firstTwice().isPresent();
  }

  /** The only column with times of day, such as 09:30 or 9:30 PM. */
  private static List<String> timesOfDay(List<ColumnProfile> columns) {
    List<String> found =
        columns.stream()
            .filter(column -> holds(column, TIME_OF_DAY))
            .map(ColumnProfile::name)
            .toList();
    return found.size() == 1 ? found : List.of();
  }

  private static boolean holds(ColumnProfile column, Pattern form) {
    return column.missing() == 0
        && column.values().keySet().stream().allMatch(value -> form.matcher(value).matches());
  }

  private static Optional<String> named(ColumnProfile column) {
    return Optional.of(column.name());
  }

  /** The columns that are named after a unit and hold whole numbers or names of months, by unit. */
  private static List<Optional<String>> units(List<ColumnProfile> columns) {
    return IntStream.range(0, UNITS)
        .mapToObj(
            unit ->
                NAMES.stream()
                    .filter(name -> name.getValue() == unit)
                    .flatMap(name -> column(columns, name.getKey(), unit))
                    .findFirst())
        .toList();
  }

  private static Stream<String> column(List<ColumnProfile> columns, String name, int unit) {
    return columns.stream()
        .filter(column -> column.name().toLowerCase(Locale.ROOT).equals(name))
        .filter(column -> holds(column, form(name, unit)))
        .map(ColumnProfile::name);
  }

  private static Pattern form(String name, int unit) {
    return QUARTERS.contains(name) ? QUARTER : unit == MONTH ? DIGITS_OR_WORD : DIGITS;
  }
}
