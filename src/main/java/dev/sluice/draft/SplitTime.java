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
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds columns that together make up the time of a row: year, month, day and hour, or a date and
 * an hour.
 */
final class SplitTime {
  /** From the longest unit to the shortest, each with its usual names. */
  private static final List<Map.Entry<String, Integer>> NAMES =
      List.of(
          Map.entry("year", 0),
          Map.entry("yr", 0),
          Map.entry("month", 1),
          Map.entry("mnth", 1),
          Map.entry("day", 2),
          Map.entry("hour", 3),
          Map.entry("hr", 3),
          Map.entry("minute", 4));

  private static final int UNITS = 5;
  private static final int HOUR = 3;

  private SplitTime() {}

  /**
   * The columns, if their times are one step apart; empty if a single column has the whole time.
   *
   * @param format of the times joined by spaces, if the user has given it
   */
  static Optional<TimeParts> of(Table table, List<ColumnProfile> columns, Optional<String> format) {
    List<ColumnProfile> times = columns.stream().filter(c -> c.is(Kind.TIME)).toList();
    List<Optional<String>> units = units(columns);
    List<String> small = units.subList(HOUR, UNITS).stream().flatMap(Optional::stream).toList();
    List<String> parts = new ArrayList<>();
    if (times.isEmpty() || times.stream().allMatch(time -> units.contains(named(time)))) {
      units.stream().takeWhile(Optional::isPresent).flatMap(Optional::stream).forEach(parts::add);
    } else if (times.size() == 1 && !small.isEmpty() && hasRowsOfOneTime(times.get(0))) {
      parts.add(times.get(0).name());
      parts.addAll(small);
    }
    if (parts.size() < 2) {
      return Optional.empty();
    }
    TimeParts found = new TimeParts(parts);
    Table joined = found.joined(table);
    int time = joined.indexOf(found.name());
    List<String> texts =
        IntStream.range(0, joined.size()).mapToObj(row -> joined.value(row, time)).toList();
    List<TimeColumn> readings =
        texts.size() < 2 || texts.stream().anyMatch(String::isBlank)
            ? List.of()
            : TimeColumn.readings(texts, format);
    return readings.size() == 1 && readings.get(0).isRegular()
        ? Optional.of(found)
        : Optional.empty();
  }

  private static boolean hasRowsOfOneTime(ColumnProfile time) {
    return time.readings().size() == 1 && time.readings().get(0).firstTwice().isPresent();
  }

  private static Optional<String> named(ColumnProfile column) {
    return Optional.of(column.name());
  }

  /** The columns that are named after a unit and hold whole numbers, by unit. */
  private static List<Optional<String>> units(List<ColumnProfile> columns) {
    return IntStream.range(0, UNITS)
        .mapToObj(
            unit ->
                NAMES.stream()
                    .filter(name -> name.getValue() == unit)
                    .flatMap(name -> column(columns, name.getKey()))
                    .findFirst())
        .toList();
  }

  private static Stream<String> column(List<ColumnProfile> columns, String name) {
    return columns.stream()
        .filter(column -> column.name().toLowerCase(Locale.ROOT).equals(name))
        .filter(column -> column.missing() == 0)
        .filter(column -> column.values().keySet().stream().allMatch(v -> v.matches("\\d{1,4}")))
        .map(ColumnProfile::name);
  }
}
