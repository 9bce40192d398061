package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TimeFormatsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "dd.MM.yyyy | 30.12.2024 | 31.12.2024",
        "MM/dd/yyyy | 12/30/2024 | 12/31/2024",
        "M/d/yyyy | 1/9/2024 | 1/31/2024",
        "d.M.yy | 9.1.24 | 31.1.24",
        "yy-MM-dd | 99-12-31 | 00-01-01",
        "yyyy/M/d | 2024/1/9 | 2024/1/10",
        "dd/MM/yyyy HH:mm | 31/12/2024 09:30 | 31/12/2024 10:30",
        "dd/MM/yyyy HH:mm:ss | 31/12/2024 09:30:15 | 31/12/2024 10:30:15",
        "dd/MM/yyyy H:mm | 31/12/2024 9:30 | 31/12/2024 10:30",
        "M/d/yyyy h:mm a | 1/31/2024 9:30 AM | 1/31/2024 12:30 PM",
        "MM/dd/yyyy hh:mm:ss a | 01/31/2024 09:30:00 am | 01/31/2024 10:30:00 am",
        "MM/dd/yy h:mma | 01/31/24 9:30pm | 01/31/24 10:30pm",
        "yyyy-MM-dd HH:mm:ss.SSS | 2024-01-31 09:30:00.250 | 2024-01-31 09:30:00.500",
        "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z' | 2024-01-31T09:30:00.000000Z | 2024-01-31T09:31:00.000000Z",
        "yyyy-MM-dd'T'HH:mm:ss'Z' | 2024-01-31T09:30:00Z | 2024-01-31T10:30:00Z",
        "yyyy-MM-dd HH:mm:ss'+01:00' | 2024-01-31 09:30:00+01:00 | 2024-01-31 10:30:00+01:00",
        "yyyy-MM-dd HH:mm' UTC' | 2024-01-31 09:30 UTC | 2024-01-31 10:30 UTC",
        "dd.MM.yyyy HH:mm[:ss] | 31.12.2024 09:30 | 31.12.2024 10:30:30",
        "dd.MM.yyyy[ HH:mm] | 30.12.2024 | 30.12.2024 12:00",
        "yyyy-MM-dd[ HH:mm[:ss]] | 2024-12-30 | 2024-12-30 12:00:00",
        "yyyyMMdd | 20241231 | 20250101",
        "yyyyMMdd HHmm | 20241231 0930 | 20241231 1030",
        "yyyyMMdd'T'HHmmss | 20241231T093000 | 20241231T103000",
        "yyyyMMddHH | 2024123123 | 2025010100",
        "yyyy-MM-dd HH | 2024-12-31 23 | 2025-01-01 00",
        "yyyyMM | 202412 | 202501",
        "MM/yyyy | 12/2024 | 01/2025",
        "yyyy/MM | 2024/12 | 2025/01",
        "MMM-yy | Dec-99 | JAN-00",
        "MMM yyyy | Dec 2024 | Jan 2025",
        "MMMM yyyy | December 2024 | January 2025",
        "ddMMMyyyy | 31DEC2024 | 01JAN2025",
        "d MMM yyyy HH:mm | 31 Dec 2024 23:00 | 1 Jan 2025 00:00",
        "MMM d, yyyy | Dec 31, 2024 | Jan 1, 2025",
        "MMM dd yyyy | Dec 31 2024 | Jan 01 2025",
        "MMMM-d-yyyy | December-31-2024 | January-1-2025",
        "yyyy-MMM-dd | 2024-Dec-31 | 2025-Jan-01",
        "yyyy年MM月dd日 | 2024年12月31日 | 2025年01月01日",
        "yyyy年M月 | 2024年12月 | 2025年1月",
        "yyyy'M'MM | 2024M12 | 2025M01",
        "yyyy'm'M | 2024m12 | 2025m1",
        "yyyy'q'q | 2024q4 | 2025q1",
        "'Q'q''yy | Q4'24 | Q1'25",
        "q'Q'yy | 4Q24 | 1Q25",
        "dd/MM/yyyy HH.mm.ss | 31/12/2024 09.30.00 | 31/12/2024 10.30.00",
        "epoch_seconds | 1704067200.0 | 1704070800.0",
        "EEE, dd MMM yyyy HH:mm:ss' GMT' | Tue, 31 Dec 2024 23:00:00 GMT | Wed, 01 Jan 2025 00:00:00 GMT",
        "yyyy-'Q'q | 2024-Q4 | 2025-Q1",
        "'Q'q yyyy | Q4 2024 | Q1 2025",
        "YYYY'W'ww | 2024W52 | 2025W01",
        "yyyy-DDD | 2024-366 | 2025-001",
        "epoch_seconds | 1704067200 | 1704070800",
        "epoch_millis | 1704067200000 | 1704070800000"
      })
  void findsTheFormatThatReadsAllTimes(String format, String first, String second) {
    List<TimeFormats.Reading> readings = TimeFormats.readings(List.of(first, second));

    assertThat(readings).hasSize(1);
    assertThat(readings.get(0).format().key()).contains(format);
    assertThat(readings.get(0).times().get(1)).isAfter(readings.get(0).times().get(0));
  }

  @Test
  void isoTimesNeedNoFormat() {
    List<TimeFormats.Reading> readings = TimeFormats.readings(List.of("2024-W52", "2025-W01"));

    assertThat(readings).hasSize(1);
    assertThat(readings.get(0).format().key()).isEmpty();
    assertThat(readings.get(0).times().get(1)).isEqualTo(LocalDateTime.of(2024, 12, 30, 0, 0));
  }

  @Test
  void theDayOrTheMonthMayComeFirst() {
    assertThat(keys("01/02/2024 09:30", "02/03/2024 09:30"))
        .containsExactly("dd/MM/yyyy HH:mm", "MM/dd/yyyy HH:mm");
    assertThat(keys("1.2.24", "2.3.24")).containsExactly("d.M.yy", "M.d.yy");
  }

  @Test
  void findsNothingThatDoesNotReadEachText() {
    assertThat(keys("31/12/2024", "12/31/2024")).isEmpty();
    assertThat(keys("2024-01-01 09:00:00+01:00", "2024-07-01 09:00:00+02:00")).isEmpty();
    assertThat(keys("Mär 2024", "Apr 2024")).isEmpty();
    assertThat(keys("2024-01-31 9:30 a.m.")).isEmpty();
  }

  private static List<String> keys(String... texts) {
    return TimeFormats.readings(List.of(texts)).stream()
        .map(reading -> reading.format().key())
        .flatMap(Optional::stream)
        .toList();
  }

  @Test
  void partsThatMakeNoWholeTimeAreNoFormat() {
    assertThat(TimeFormats.readings(List.of("May 1920 11", "May 1921 12"))).isEmpty();
  }
}
