package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeFormatTest {

  @ParameterizedTest
  @CsvSource({
    "2024-02-29, 2024-02-29T00:00",
    "2024-02, 2024-02-01T00:00",
    "1949, 1949-01-01T00:00",
    "2024-05-31T13:07, 2024-05-31T13:07",
    "2024-05-31 13:07, 2024-05-31T13:07",
    "2024-05-31T13:07:09, 2024-05-31T13:07:09",
    "2024-05-31 13:07:09, 2024-05-31T13:07:09",
    "2024-W05, 2024-01-29T00:00",
    "2020-W53-7, 2021-01-03T00:00"
  })
  void isoTimesAreReadAndWrittenAsTheyStand(String text, LocalDateTime time) {
    TimeFormat format = TimeFormat.iso(List.of(text)).orElseThrow();

    assertThat(format.tryParse(text)).contains(time);
    assertThat(format.print(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy-MM, 1949-05, 1949-05-01T00:00",
    "dd.MM.yyyy, 29.02.2024, 2024-02-29T00:00",
    "d/M/yy, 1/2/24, 2024-02-01T00:00",
    "yyyyMMddHH, 2024053113, 2024-05-31T13:00",
    "yyyy-'Q'q, 2024-Q3, 2024-07-01T00:00",
    "d MMM yyyy, 5 May 2024, 2024-05-05T00:00",
    "d MMMM yyyy h:mm a, 5 September 2024 1:30 PM, 2024-09-05T13:30",
    "yyyy-DDD, 2024-060, 2024-02-29T00:00",
    "yyyy-MM-dd'T'HH:mm'Z', 2024-05-31T13:07Z, 2024-05-31T13:07",
    "'Week 'ww/YYYY, Week 53/2020, 2020-12-28T00:00",
    "HH:mm:ss.SSS d.M.yyyy, 13:07:09.250 1.2.2024, 2024-02-01T13:07:09.250",
    "epoch_seconds, 1717160829, 2024-05-31T13:07:09",
    "epoch_seconds, -1, 1969-12-31T23:59:59",
    "epoch_millis, 1717160829250, 2024-05-31T13:07:09.250"
  })
  void patternsAreReadAndWritten(String pattern, String text, LocalDateTime time) {
    TimeFormat format = TimeFormat.ofPattern(pattern);

    assertThat(format.tryParse(text)).contains(time);
    assertThat(format.print(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "MMM-yy | Sep-99 | 1999-09-01T00:00",
        "MMM-yy | Apr-00 | 2000-04-01T00:00",
        "yyMMdd | 690101 | 1969-01-01T00:00",
        "yyMMdd | 681231 | 2068-12-31T00:00",
        "d/M/uu | 1/2/99 | 1999-02-01T00:00",
        "MM[/yy] | 02/99 | 1999-02-01T00:00",
        "'yy' yy-MM | yy 99-02 | 1999-02-01T00:00",
        "'''yy'yy-MM | 'yy99-02 | 1999-02-01T00:00",
        "dd.MM.yyyy | 01.02.0099 | 0099-02-01T00:00"
      })
  void twoDigitsAreAYearFrom1969To2068(String pattern, String text, LocalDateTime time) {
    TimeFormat format = TimeFormat.ofPattern(pattern);

    assertThat(format.tryParse(text)).contains(time);
    assertThat(format.print(time)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "yyyy-MM-dd HH:mm, 2023-12-31 24:00, 2024-01-01T00:00",
    "yyyy-MM-dd'T'HH:mm[:ss], 2024-02-29T24:00:00, 2024-03-01T00:00",
    "d.M.yyyy H, 24.1.2024 24, 2024-01-25T00:00",
    "yyyyMMddHH, 2024022424, 2024-02-25T00:00"
  })
  void hour24IsTheMidnightAfter(String pattern, String text, LocalDateTime time) {
    assertThat(TimeFormat.ofPattern(pattern).tryParse(text)).contains(time);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023-02-29 24:00", "2024-02-24 24:01", "2024-02-24 25:00"})
  void hour24NeedsADayAndNoMinutes(String text) {
    assertThat(TimeFormat.ofPattern("yyyy-MM-dd HH:mm").tryParse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2023-02-29", "2024-02-30", "2024-13-01", "2024-2-1", " 2024-02-01", ""})
  void daysThatDoNotExistAndOtherFormsAreNoTimes(String text) {
    assertThat(TimeFormat.ofPattern("yyyy-MM-dd").tryParse(text)).isEmpty();
  }

  @Test
  void theMachinesLanguageAndZoneDoNotMatter() {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
      TimeFormat format = TimeFormat.ofPattern("d MMM yyyy HH:mm");

      // 10 March 2024, 02:30 does not exist in New York
      assertThat(format.tryParse("10 Mar 2024 02:30"))
          .contains(LocalDateTime.of(2024, 3, 10, 2, 30));
      assertThat(format.print(LocalDateTime.of(2024, 3, 10, 2, 30))).isEqualTo("10 Mar 2024 02:30");
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yyyy-MM-dd'T'HH:mmX | has a time zone; times of a series are local times in this version",
        "YYYY-MM-dd | has Y, the week-based year",
        "yyyy-ww | has weeks without a year",
        "yyyy-mm-dd | has neither a date with a complete time of day, nor a year, month or quarter",
        "yyyy-MM-dd hh:mm | has neither a date with a complete time of day, nor a year, month or quarter",
        "MM-dd | has neither a date with a complete time of day, nor a year, month or quarter",
        "foo | is not a time format: Unknown pattern letter: f"
      })
  void patternsThatNameNoLocalTimeAreRefused(String pattern, String what) {
    assertThatThrownBy(() -> TimeFormat.ofPattern(pattern))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("data.time.format: '%s' %s\n".formatted(pattern, what));
  }
}
