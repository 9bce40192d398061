package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeGridTest {

  private static List<LocalDateTime> days(String... days) {
    return Stream.of(days).map(day -> LocalDate.parse(day).atStartOfDay()).toList();
  }

  private static List<String> next(List<LocalDateTime> times, String frequency, int count) {
    TimeGrid grid = TimeGrid.through(times, Frequency.parse(frequency));
    return LongStream.range(0, count)
        .mapToObj(grid::at)
        .map(t -> t.toLocalDate().toString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "15min, 2024-02-28T23:45, 2024-02-29T00:00",
    "250ms, 1969-12-31T23:59:59.875, 1970-01-01T00:00:00.125",
    "1b, 2024-03-01T09:30, 2024-03-04T09:30", // Friday and Monday
    "3b, 1969-12-31T00:00, 1970-01-05T00:00", // Wednesday, Thursday, Friday, Monday
    "30s, 2024-02-28T23:59:30, 2024-02-29T00:00",
    "1h, 2024-03-31T01:00, 2024-03-31T02:00", // skipped by summer time in Berlin
    "1d, 2024-02-28T00:00, 2024-02-29T00:00",
    "1d, 2023-02-28T00:00, 2023-03-01T00:00",
    "2w, 2023-12-25T00:00, 2024-01-08T00:00",
    "1mo, 2024-01-31T00:00, 2024-02-29T00:00",
    "1q, 2023-11-15T06:00, 2024-02-15T06:00",
    "1y, 2024-02-29T00:00, 2025-02-28T00:00"
  })
  void stepsFollowTheCalendar(String frequency, LocalDateTime from, LocalDateTime to) {
    assertThat(Frequency.parse(frequency).after(from, 1, from.getDayOfMonth())).isEqualTo(to);
    assertThat(Frequency.parse(frequency).stepsBetween(from, to, from.getDayOfMonth()))
        .contains(1L);
    assertThat(Frequency.parse(frequency)).hasToString(frequency);
  }

  @Test
  void weekendsAreNoBusinessDays() {
    TimeGrid grid = TimeGrid.through(days("2024-02-29"), Frequency.parse("1b"));

    assertThat(next(days("2024-02-29"), "1b", 4))
        .containsExactly("2024-02-29", "2024-03-01", "2024-03-04", "2024-03-05");
    assertThat(grid.rowOf(LocalDateTime.of(2024, 3, 2, 0, 0))).isEmpty();
    assertThat(grid.rowOf(LocalDateTime.of(2024, 3, 3, 0, 0))).isEmpty();
    assertThat(grid.rowOf(LocalDateTime.of(2024, 3, 4, 0, 0))).contains(2L);
    assertThat(grid.rowOf(LocalDateTime.of(2024, 2, 26, 0, 0))).contains(-3L);
  }

  @Test
  void monthsFromThe31stDoNotDriftToThe28th() {
    assertThat(next(days("2023-01-31", "2023-02-28", "2023-03-31"), "1mo", 5))
        .containsExactly("2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30", "2023-05-31");
  }

  @Test
  void endsOfMonthsStayEndsOfMonths() {
    assertThat(next(days("2024-02-29", "2024-03-31", "2024-04-30"), "1mo", 5))
        .containsExactly("2024-02-29", "2024-03-31", "2024-04-30", "2024-05-31", "2024-06-30");
    assertThat(next(days("2023-06-30", "2023-09-30", "2023-12-31"), "1q", 4))
        .containsExactly("2023-06-30", "2023-09-30", "2023-12-31", "2024-03-31");
  }

  @Test
  void the30thOfEachMonthIsNoEndOfMonth() {
    assertThat(next(days("2023-04-30", "2023-05-30", "2023-06-30", "2023-07-30"), "1mo", 5))
        .containsExactly("2023-04-30", "2023-05-30", "2023-06-30", "2023-07-30", "2023-08-30");
  }

  @Test
  void aFirstTimeInFebruaryMayStandForALaterDay() {
    assertThat(next(days("2019-02-28", "2019-03-30", "2019-04-30", "2019-05-30"), "1mo", 5))
        .containsExactly("2019-02-28", "2019-03-30", "2019-04-30", "2019-05-30", "2019-06-30");
    assertThat(next(days("2020-02-29", "2020-05-30", "2020-08-30"), "1q", 5))
        .containsExactly("2020-02-29", "2020-05-30", "2020-08-30", "2020-11-30", "2021-02-28");
    assertThat(next(days("2019-02-28", "2019-03-29"), "1mo", 3))
        .containsExactly("2019-02-28", "2019-03-29", "2019-04-29");
    assertThat(next(days("2019-02-28", "2019-03-28"), "1mo", 3))
        .containsExactly("2019-02-28", "2019-03-28", "2019-04-28");
  }

  @Test
  void aLastDayOfAMonthAloneIsFollowedByLastDays() {
    assertThat(next(days("2019-02-28"), "1mo", 3))
        .containsExactly("2019-02-28", "2019-03-31", "2019-04-30");
    assertThat(next(days("2019-04-30", "2019-06-30"), "1q", 2))
        .containsExactly("2019-04-30", "2019-07-31");
  }

  @Test
  void aTimeBetweenTwoStepsHasNoRow() {
    TimeGrid grid = TimeGrid.through(days("2024-01-31"), Frequency.parse("1mo"));

    assertThat(grid.rowOf(LocalDateTime.of(2024, 2, 28, 0, 0))).isEmpty();
    assertThat(grid.rowOf(LocalDateTime.of(2024, 2, 29, 0, 0))).contains(1L);
    assertThat(grid.rowOf(LocalDateTime.of(2024, 2, 29, 1, 0))).isEmpty();
  }

  @Property(tries = 300)
  void everyRowIsFoundAtItsTime(
      @ForAll @IntRange(max = 20_000) int day,
      @ForAll @IntRange(min = 1, max = 40) int count,
      @ForAll Frequency.Unit unit,
      @ForAll @IntRange(min = 1, max = 31) int dayOfMonth,
      @ForAll @IntRange(max = 500) int row) {
    LocalDate first = LocalDate.ofEpochDay(day - 10_000);
    boolean weekend = first.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    LocalDateTime origin =
        (weekend && unit == Frequency.Unit.BUSINESS_DAY ? first.plusDays(2) : first).atTime(7, 30);

    TimeGrid grid = new TimeGrid(origin, new Frequency(count, unit), dayOfMonth);

    assertThat(grid.rowOf(grid.at(row))).contains((long) row);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-01T00:00, 2024-01-01T00:15, 15min",
    "2024-01-01T00:00, 2024-01-02T00:00, 1d",
    "2024-01-01T00:00, 2024-01-15T00:00, 2w",
    "2024-01-01T00:00, 2024-01-01T00:00:01.5, 1500ms",
    "2024-01-01T00:00, 2024-01-01T00:00:00.0005, 0.0005s",
    "2024-02-01T00:00, 2024-03-01T00:00, 1mo",
    "2024-02-29T00:00, 2024-03-31T00:00, 1mo",
    "2019-02-28T00:00, 2019-03-30T00:00, 1mo",
    "2019-02-28T00:00, 2020-02-29T00:00, 1y",
    "2020-02-28T00:00, 2020-03-30T00:00, 31d",
    "2024-01-01T00:00, 2024-07-01T00:00, 2q",
    "2023-01-01T00:00, 2025-01-01T00:00, 2y"
  })
  void stepsAreDescribedInTheirLargestUnit(LocalDateTime from, LocalDateTime to, String step) {
    assertThat(Frequency.describe(from, to)).isEqualTo(step);
  }
}
