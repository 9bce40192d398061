package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.InputSpec.Calendar;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CalendarPhaseTest {

  @ParameterizedTest
  @CsvSource({
    "MINUTE, 2024-05-31T13:45, 45, 60",
    "HOUR, 2024-05-31T18:59, 18, 24",
    "WEEKDAY, 2024-05-27T00:00, 0, 7", // a Monday
    "WEEKDAY, 2024-06-02T00:00, 6, 7", // a Sunday
    "DAY_OF_MONTH, 2024-02-29T00:00, 28, 29",
    "DAY_OF_YEAR, 2024-12-31T00:00, 365, 366",
    "DAY_OF_YEAR, 2023-12-31T00:00, 364, 365",
    "WEEK_OF_YEAR, 2024-12-31T00:00, 0, 52", // week 1 of 2025
    "WEEK_OF_YEAR, 2020-12-31T00:00, 52, 53",
    "MONTH, 2024-12-31T00:00, 11, 12",
    "QUARTER, 2024-10-01T00:00, 3, 4"
  })
  void isTheShareOfTheCycleThatHasPassed(
      Calendar part, LocalDateTime time, double passed, double length) {
    assertThat(CalendarPhase.of(part, time)).isEqualTo(passed / length);
  }

  @Test
  void aQuarterOfTheCycleIsAtTheTopOfTheCircle() {
    assertThat(CalendarPhase.sine(0.25)).isCloseTo(1, within(1e-15));
    assertThat(CalendarPhase.cosine(0.25)).isCloseTo(0, within(1e-15));
  }
}
