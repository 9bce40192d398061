package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.airline;
import static dev.sluice.frame.series.SpecBuilder.airlineTable;
import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec.Calendar;
import dev.sluice.spec.NumberSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.TransformSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The whole text of each refusal. */
final class SeriesRefusalsTest {

  /** A file whose header is line 1. */
  private static Table file(String header, String... records) {
    long[] lines = new long[records.length];
    List<String[]> rows = new ArrayList<>();
    for (int i = 0; i < records.length; i++) {
      lines[i] = i + 2;
      rows.add(records[i].split(";", -1));
    }
    return new Table("series.csv", List.of(header.split(";")), rows, lines);
  }

  /** A file of times with some numbers. */
  private static Table times(String... times) {
    int[] count = {0};
    return file(
        "date;y", Stream.of(times).map(t -> t + ";" + count[0]++ * 7 % 5).toArray(String[]::new));
  }

  private static SpecBuilder daily() {
    return forecasting("y", 1, 1).time("date", "1d");
  }

  private static void assertRefused(SpecBuilder spec, Table table, String message) {
    assertThatThrownBy(() -> SeriesDataset.load(spec.build(), table))
        .isInstanceOf(UserException.class)
        .hasMessage(message.strip());
  }

  @Test
  void gapsAreListedAndCounted() {
    assertRefused(
        daily(),
        times("2024-02-27", "2024-02-28", "2024-03-01", "2024-03-02", "2024-03-12", "2024-03-13"),
        """
        series.csv:4: time 'date': 10 of 16 daily steps are missing (2024-02-29, 2024-03-03, 2024-03-04, 2024-03-05, 2024-03-06, ...)
            set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing rows
        """);
  }

  @Test
  void weekendsThatAreMissingAreBusinessDays() {
    String[] days = {
      "2024-02-29",
      "2024-03-01",
      "2024-03-04",
      "2024-03-05",
      "2024-03-06",
      "2024-03-07",
      "2024-03-08"
    };
    assertRefused(
        daily(),
        times(days),
        """
        series.csv:4: time 'date': 2 of 9 daily steps are missing (2024-03-02, 2024-03-03)
            set data.time.frequency: 1b if there are rows from Monday to Friday only, or set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing rows
        """);
    SpecBuilder businessDaily = forecasting("y", 1, 1).time("date", "1b");
    assertThat(
            SeriesDataset.load(businessDaily.build(), times(days))
                .pipeline()
                .unlabelled(times(days))
                .timestamps(0))
        .containsExactly("2024-03-11");
    assertRefused(
        businessDaily,
        times("2024-03-01", "2024-03-02", "2024-03-04", "2024-03-05"),
        """
        series.csv:3: rows are between two steps of 1b: row 2 (2024-03-02)
            it has no Saturdays and Sundays; correct the times or data.time.frequency
        """);
  }

  @Test
  void theHourThatDaylightSavingSkipsIsNamedSo() {
    assertRefused(
        forecasting("y", 1, 1).time("date", "1h"),
        times("2024-03-31 00:00", "2024-03-31 01:00", "2024-03-31 03:00", "2024-03-31 04:00"),
        """
        series.csv:4: time 'date': 1 of 5 hourly steps are missing when daylight saving time starts, as in Europe/Berlin (2024-03-31 02:00)
            set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing rows; or, if the times are local times of that zone, set data.time.zone: Europe/Berlin
        """);
    assertRefused(
        forecasting("y", 1, 1).time("date", "30min"),
        times("2024-03-10 01:30", "2024-03-10 03:00", "2024-03-10 03:30", "2024-03-10 04:30"),
        """
        series.csv:3: time 'date': 2 of 7 steps of 30min are missing when daylight saving time starts, as in America/New_York (2024-03-10 02:00, 2024-03-10 02:30)
            set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing rows; or, if the times are local times of that zone, set data.time.zone: America/New_York
        series.csv:5: time 'date': 1 of 7 steps of 30min are missing (2024-03-10 04:00)
            set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing rows
        """);
  }

  @Test
  void theHourThatDaylightSavingRepeatsIsNamedSo() {
    assertRefused(
        forecasting("y", 1, 1).time("date", "1h"),
        times("2024-10-27 01:00", "2024-10-27 02:00", "2024-10-27 02:00", "2024-10-27 03:00"),
        """
        series.csv:4: time 'date': times occur twice when daylight saving time ends, as in Europe/Berlin: row 3 (2024-10-27 02:00)
            keep one row of each time; or, if the times are local times of that zone, set data.time.zone: Europe/Berlin
        """);
    assertRefused( // the rows are in order, but for the clock
        forecasting("y", 1, 1).time("date", "30min"),
        times(
            "2024-11-03 01:00",
            "2024-11-03 01:30",
            "2024-11-03 01:00",
            "2024-11-03 01:30",
            "2024-11-03 02:00"),
        """
        series.csv:4: time 'date': times occur twice when daylight saving time ends, as in America/New_York: row 3 (2024-11-03 01:00), row 4 (2024-11-03 01:30)
            keep one row of each time; or, if the times are local times of that zone, set data.time.zone: America/New_York
        """);
  }

  @Test
  void timesThatStandTwiceOnOtherDaysAreNoDaylightSaving() {
    assertRefused(
        forecasting("y", 1, 1).time("date", "1h"),
        times(
            "2024-10-27 01:00",
            "2024-10-27 02:00",
            "2024-10-27 02:00",
            "2024-10-27 03:00",
            "2024-10-27 03:00"),
        """
        series.csv:4: row 2 and 3 have the same time 2024-10-27 02:00, row 4 and 5 have the same time 2024-10-27 03:00
            keep one of them, or set data.time.duplicates to first, last, mean or sum, or name the columns that identify the series: data.series: {by: [..]}
        """);
  }

  @Test
  void duplicatesDisorderAndGapsAreReportedTogether() {
    assertRefused(
        daily(),
        times(
            "2024-01-01",
            "2024-01-02",
            "2024-01-02",
            "2024-01-04",
            "2024-01-03",
            "2024-01-07",
            "2024-01-08"),
        """
        series.csv:6: row 5 is earlier than row 4 (2024-01-03 after 2024-01-04)
            set data.time.order: sort, or sort them by 'date', the oldest first
        series.csv:4: row 2 and 3 have the same time 2024-01-02
            keep one of them, or set data.time.duplicates to first, last, mean or sum, or name the columns that identify the series: data.series: {by: [..]};
            if the hour is in another column, write it into 'date'
        series.csv:7: time 'date': 2 of 8 daily steps are missing (2024-01-05, 2024-01-06)
            set data.time.gaps: insert (and data.columns.*.missing) or segment, or add the missing rows
        """);
  }

  @Test
  void rowsInReverseAreToldOnce() {
    assertRefused(
        daily(),
        times("2024-01-03", "2024-01-02", "2024-01-01"),
        """
        series.csv: the rows are in reverse time order
            set data.time.order: sort, or sort them by 'date', the oldest first
        """);
  }

  @Test
  void rowsInReverseThatStandTwiceAreToldAsBoth() {
    assertRefused(
        daily(),
        times("2024-01-03", "2024-01-03", "2024-01-02", "2024-01-01"),
        """
        series.csv: the rows are in reverse time order
            set data.time.order: sort, or sort them by 'date', the oldest first
        series.csv:3: row 1 and 2 have the same time 2024-01-03
            keep one of them, or set data.time.duplicates to first, last, mean or sum, or name the columns that identify the series: data.series: {by: [..]};
            if the hour is in another column, write it into 'date'
        """);
  }

  @Test
  void timesThatBeginAnewAreSeveralSeriesInOneFile() {
    assertRefused(
        daily(),
        times(
            "2024-01-01",
            "2024-01-02",
            "2024-01-03",
            "2024-01-02",
            "2024-01-03",
            "2024-01-04",
            "2024-01-01",
            "2024-01-03"),
        """
        series.csv:5: the times start again at row 4 (2024-01-02), row 7 (2024-01-01): several series in one file
            keep the rows of one series, or write one row for each time, with a column for each series, or name the columns that identify the series: data.series: {by: [..]}
        """);
    assertRefused( // the newest first
        daily(),
        times("2024-01-03", "2024-01-02", "2024-01-01", "2024-01-03", "2024-01-02"),
        """
        series.csv:5: the times start again at row 4 (2024-01-03): several series in one file
            keep the rows of one series, or write one row for each time, with a column for each series, or name the columns that identify the series: data.series: {by: [..]}
        """);
  }

  @Test
  void seriesWhoseRowsTakeTurnsAreSeveralSeriesInOneFile() {
    assertRefused(
        daily(),
        times("2024-01-01", "2024-01-01", "2024-01-02", "2024-01-02", "2024-01-03", "2024-01-03"),
        """
        series.csv:3: each time is in 2 rows: several series in one file
            keep the rows of one series, or write one row for each time, with a column for each series, or name the columns that identify the series: data.series: {by: [..]};
            if the hour is in another column, write it into 'date'
        """);
  }

  @Test
  void timesThatStandTwiceAreNotSorted() {
    assertRefused(
        daily().order(TimeSpec.Order.SORT),
        times("2024-01-03", "2024-01-01", "2024-01-02", "2024-01-01"),
        """
        series.csv:5: row 2 and 4 have the same time 2024-01-01
            keep one of them, or set data.time.duplicates to first, last, mean or sum, or name the columns that identify the series: data.series: {by: [..]};
            if the hour is in another column, write it into 'date'
        """);
  }

  @Test
  void aFileThatBelongsBeforeTheSourceIsNotToBeSorted() {
    SpecBuilder spec = daily().order(TimeSpec.Order.SORT).test(SpecBuilder.file("test.csv"));

    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec.build(),
                    times("2024-01-06", "2024-01-05", "2024-01-04"),
                    path -> times("2024-01-02", "2024-01-03", "2024-01-01")))
        .hasMessage(
            """
            series.csv:4: row 3 is earlier than row 1 (2024-01-01 after 2024-01-06)
                the rows of validation, then of test, must come after those of the source\
            """);
  }

  @Test
  void halvesOfOneSeriesInTheWrongOrderAreToBeSorted() {
    assertRefused(
        daily(),
        times("2024-01-03", "2024-01-04", "2024-01-01", "2024-01-02"),
        """
        series.csv:4: row 3 is earlier than row 2 (2024-01-01 after 2024-01-04)
            set data.time.order: sort, or sort them by 'date', the oldest first
        """);
  }

  @Test
  void rowsBetweenTwoStepsAreNotAlsoMissing() {
    assertRefused(
        forecasting("y", 1, 1).time("date", "1mo"),
        times("2024-01-15", "2024-02-15", "2024-03-16", "2024-04-15", "2024-05-15", "2024-06-15"),
        """
        series.csv:4: rows are between two steps of 1mo: row 3 (2024-03-16)
            there is one row a month: write only the months, as yyyy-MM: 2024-03, or correct the times or data.time.frequency
        """);
  }

  @Test
  void daysThatChangeFromMonthToMonthOrWeekToWeekAreToBeWrittenAsMonthsOrWeeks() {
    assertRefused( // first working days
        forecasting("y", 1, 1).time("date", "1mo"),
        times("2024-05-01", "2024-06-03", "2024-07-01", "2024-08-01", "2024-09-02"),
        """
        series.csv:3: rows are between two steps of 1mo: row 2 (2024-06-03), row 5 (2024-09-02)
            there is one row a month: write only the months, as yyyy-MM: 2024-06, or correct the times or data.time.frequency
        """);
    assertRefused( // last Fridays, most of which are four weeks apart
        forecasting("y", 1, 1).time("date", "4w"),
        times("2024-01-26", "2024-02-23", "2024-03-29", "2024-04-26", "2024-05-31"),
        """
        series.csv:4: rows are between two steps of 4w: row 3 (2024-03-29), row 4 (2024-04-26), row 5 (2024-05-31)
            there is one row a month: write only the months, as yyyy-MM: 2024-03, or correct the times or data.time.frequency, or leave out data.time.column, format and frequency to count the rows as equally far apart
        """);
    assertRefused( // Mondays, but a Tuesday after a holiday
        forecasting("y", 1, 1).time("date", "1w"),
        times("2024-12-23", "2024-12-31", "2025-01-06", "2025-01-13"),
        """
        series.csv:3: rows are between two steps of 1w: row 2 (2024-12-31)
            there is one row a week: write only the weeks, as YYYY-'W'ww: 2025-W01, or correct the times or data.time.frequency
        """);
    for (String step : List.of("1mo", "1w")) {
      assertThat(
              SeriesDataset.load(
                      forecasting("y", 1, 1).time("date", step).build(),
                      step.equals("1mo")
                          ? times("2024-05", "2024-06", "2024-07", "2024-08")
                          : times("2024-W52", "2025-W01", "2025-W02", "2025-W03"))
                  .pipeline()
                  .frequency())
          .contains(step);
    }
  }

  @Test
  void adviceOnNewRowsNamesNoKeyOfTheConfig() {
    SeriesPipeline hourly =
        SeriesDataset.load(
                forecasting("y", 1, 1).time("date", "1h").build(),
                times(
                    "2024-01-01 00:00", "2024-01-01 01:00", "2024-01-01 02:00", "2024-01-01 03:00"))
            .pipeline();

    for (Table rows :
        List.of(
            times("2024-10-27 01:00", "2024-10-27 02:00", "2024-10-27 02:00", "2024-10-27 03:00"),
            times("2024-03-31 01:00", "2024-03-31 03:00", "2024-03-31 04:00"),
            times("2024-01-01 00:00", "2024-01-01 01:30", "2024-01-01 02:00", "2024-01-01 03:00"),
            times("2024-01-01 01:00", "2024-01-01 00:00", "2024-01-01 02:00"))) {
      assertThatThrownBy(() -> hourly.unlabelled(rows))
          .isInstanceOf(UserException.class)
          .message()
          .doesNotContain("data.");
    }
  }

  @Test
  void lastWorkingDaysOfMonthsAreToBeWrittenAsMonths() {
    assertRefused(
        forecasting("y", 1, 1).time("date", "1mo"),
        times("2015-03-31", "2015-04-30", "2015-05-29", "2015-06-30", "2015-07-31"),
        """
        series.csv:4: time 'date': last working days of months, such as 2015-05-29, are not a step here
            write only the months, as yyyy-MM: 2015-05
        """);
    assertRefused( // the 29th of March is Good Friday
        forecasting("y", 1, 1).time("date", "1mo"),
        times("2024-01-31", "2024-02-29", "2024-03-28", "2024-04-30", "2024-05-31"),
        """
        series.csv:4: time 'date': last working days of months, such as 2024-03-28, are not a step here
            write only the months, as yyyy-MM: 2024-03
        """);
  }

  @Test
  void anotherFrequencyIsNamed() {
    assertRefused(
        daily(),
        times("2024-01-01T00:00", "2024-01-01T01:00", "2024-01-01T02:00", "2024-01-01T04:00"),
        """
        data.time.frequency: it is 1d, but most rows are 1h apart (2 of 3)
            set it to 1h, or correct the rows
        """);
    assertRefused(
        forecasting("y", 1, 1).time("date", "1s").format("epoch_millis"),
        times("1704067200000", "1704067200250", "1704067200500"),
        """
        data.time.frequency: it is 1s, but most rows are 250ms apart (2 of 2)
            set it to 250ms, or correct the rows
        """);
  }

  @Test
  void rowsBetweenTwoStepsAreListed() {
    assertRefused(
        daily(),
        times("2024-01-01 00:00", "2024-01-02 00:00", "2024-01-02 06:00", "2024-01-03 00:00"),
        """
        series.csv:4: rows are between two steps of 1d: row 3 (2024-01-02 06:00)
            the first row counts as the first step; correct the times or data.time.frequency
        """);
  }

  @Test
  void aDayThatMayBeAMonthNeedsAFormat() {
    assertRefused(
        daily(),
        times("01/02/2024", "02/02/2024"),
        """
        data.time.format: '01/02/2024' may be 1 Feb or 2 Jan
            set it to dd/MM/yyyy or MM/dd/yyyy
        """);
    assertRefused(
        daily(),
        times("01.02.2024 00:00", "13.02.2024 00:00"),
        """
        data.time.format: time 'date': '01.02.2024 00:00' is not a time in ISO 8601
            set it to dd.MM.yyyy HH:mm
        """);
  }

  @Test
  void timesWithAnOffsetNeedItQuotedInTheFormat() {
    assertRefused(
        daily(),
        times("2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z"),
        """
        data.time.format: time 'date': '2024-01-01T00:00:00Z' is not a time in ISO 8601 without an offset
            set it to yyyy-MM-dd'T'HH:mm:ss'Z'
        """);
  }

  @Test
  void timesThatCannotBeReadAreListedWithTheirLines() {
    assertRefused(
        daily(),
        times("2024-01-01", "2024-01-02", "01/03/2024", "", "2024-02-30"),
        """
        series.csv:4: time 'date': '01/03/2024' is not a time of the form yyyy-MM-dd
        series.csv:5: time 'date' is empty
        series.csv:6: time 'date': '2024-02-30' is not a time of the form yyyy-MM-dd
            correct the rows
        """);
    assertRefused(
        daily(),
        times("2024-01-01", "2024-01-02 00:00", "2024-01-03"),
        """
        series.csv:3: time 'date': '2024-01-02 00:00' is not a time of the form yyyy-MM-dd
            set data.time.format to yyyy-MM-dd[ HH:mm]
        """);
    assertRefused(
        daily().format("MM/dd/yyyy"),
        times("2024-01-01", "2024-01-02", "2024-01-03"),
        """
        series.csv:2: time 'date': '2024-01-01' is not a time of the form MM/dd/yyyy
        series.csv:3: time 'date': '2024-01-02' is not a time of the form MM/dd/yyyy
        series.csv:4: time 'date': '2024-01-03' is not a time of the form MM/dd/yyyy
            remove data.time.format: the times are in ISO 8601
        """);
  }

  @Test
  void theRowThatIsNoTimeIsNamedWhereAFormatReadsTheOthers() {
    String[] times = new String[20];
    for (int i = 0; i < 19; i++) {
      times[i] = "1/%s/2024".formatted(i + 1);
    }
    times[19] = "Total";

    assertRefused(
        daily(),
        times(times),
        """
        series.csv:21: time 'date': 'Total' is not a time of the form M/d/yyyy
            correct the rows, and set data.time.format to M/d/yyyy
        """);
  }

  @Test
  void timesThatNoFormatReadsAreSaidHowToConvert() {
    assertRefused(
        daily(),
        times("31/12/2024", "12/31/2024"),
        """
        data.time.column: time 'date': '31/12/2024' is not a time in ISO 8601, and no known format fits all rows
            write them as 2024-05-31 13:00, or set data.time.format to their format
        """);
    assertRefused(
        daily(),
        times("2024-03-31T00:00+01:00", "2024-04-01T00:00+02:00", "2024-04-02T00:00+02:00"),
        """
        data.time.column: time 'date': the offset changes, from +01:00 to +02:00, as with daylight saving time
            write all times with one offset, such as UTC
        """);
    assertRefused(
        daily(),
        times("1704067200000000", "1704153600000000"),
        """
        data.time.column: time 'date': '1704067200000000' may be microseconds since 1970
            divide them by 1000 and set data.time.format to epoch_millis
        """);
    assertRefused(
        daily(),
        times("45292", "45293"),
        """
        data.time.column: time 'date': '45292' may be the number of a day in a spreadsheet
            format the column as dates, such as 2024-05-31, and export it again
        """);
  }

  @Test
  void cellsThatAreNoNumbersOrMissingAreListedWithTheirLines() {
    assertRefused(
        forecasting("y", 1, 1).covariates("z").column("z", new ScaleSpec.None(), "NA", "-99"),
        file(
            "y;z",
            "1,204;1",
            " 5 ;NA",
            "n/a;-99",
            "NaN;",
            "1e3;x",
            "0x1p3;7",
            "1e999;7",
            "\u0663;8"),
        """
        series.csv:2: 'y' row 1: '1,204' is not a number
        series.csv:4: 'y' row 3: 'n/a' is not a number
        series.csv:5: 'y' row 4: 'NaN' is not a number
        series.csv:7: 'y' row 6: '0x1p3' is not a number
        series.csv:8: 'y' row 7: '1e999' is not a number
        series.csv: 6 rows like these in all
            correct the rows: write numbers like 1204, -0.5 or 1.2e3
        series.csv:3: 'z' has 3 missing values (first at row 2): rows 2, 3, 4
            set data.columns.z.missing to {forward: {}} or {interpolate: {}} or {constant: {value: 0}} or {mask: {}}, or fill them in
        series.csv:6: 'z' row 5: 'x' is not a number
            correct the rows: write numbers like 1204, -0.5 or 1.2e3
        """);
  }

  @Test
  void aCommaThatMayBeEitherIsShownWithBothConfigs() {
    assertRefused(
        forecasting("y", 1, 1),
        file("y", "950", "1,281", "n/a"),
        """
        series.csv:3: 'y' row 2: '1,281' is not a number
        series.csv:4: 'y' row 3: 'n/a' is not a number
            correct the rows: write numbers like 1204, -0.5 or 1.2e3;
            the comma of 1,281 may be a thousands sign or a decimal comma: set
            data.columns.y.number: {thousands: ","}
            or data.columns.y.number: {decimal: ","}
        """);
  }

  @Test
  void numbersInAnotherFormThanTheConfigSaysAreShownInThatForm() {
    assertRefused(
        forecasting("y", 1, 1)
            .column(
                "y",
                new NumberSpec(",", Optional.of("."), Optional.of("\u20ac"), Optional.empty())),
        file("y", "\u20ac1.204,5", "$7"),
        """
        series.csv:3: 'y' row 2: '$7' is not a number
            correct the rows: write numbers like \u20ac1.204,5
        """);
  }

  @Test
  void columnsWithoutAnyNumberAreNamedOnce() {
    assertRefused(
        forecasting("y", 1, 1).covariates("wind").column("wind", new ScaleSpec.None(), "NA"),
        file("y;wind", "1,5;NA", "2,5;NW", "1,0;SE"),
        """
        series.csv: column 'y' has no numbers; its first value is '1,5'
            write numbers like 1204, -0.5 or 1.2e3;
            set data.columns.y.number: {decimal: ","}
        series.csv:2: 'wind' has 1 missing value (at row 1)
            set data.columns.wind.missing to {constant: {value: 0}} or {mask: {}}, or fill them in
        series.csv: column 'wind' has no numbers; its first value is 'NW'
            write numbers like 1204, -0.5 or 1.2e3; for categories, set data.columns.wind to {categories: {}} and nothing else, or leave out the column
        """);
  }

  @Test
  void valuesThatATransformDoesNotTakeAreListed() {
    assertRefused(
        forecasting("y", 1, 1)
            .covariates("z")
            .column("y", new TransformSpec.Log(), new ScaleSpec.None())
            .column("z", new TransformSpec.Log1p(), new ScaleSpec.None()),
        file("y;z", "1;2", "0;-1", "2;3", "-3;4"),
        """
        series.csv:5: transform log needs values > 0; 'y' has minimum -3 at row 4 (2 rows like it)
            correct the rows, or change data.columns.y.transform
        series.csv:3: transform log1p needs values > -1; 'z' has minimum -1 at row 2
            correct the rows, or change data.columns.z.transform
        """);
  }

  @Test
  void unknownColumnsAreNamedWithTheirKeys() {
    assertRefused(
        forecasting("passenger", 1, 1).covariates("rain").time("date", "1mo"),
        airlineTable(),
        """
        data.target.forecast.columns[0]: there is no column 'passenger'
            did you mean 'passengers'?  columns of data/airline-passengers.csv: month, passengers
        data.input.series.past_covariates[0]: there is no column 'rain'
            columns of data/airline-passengers.csv: month, passengers
        data.time.column: there is no column 'date'
            columns of data/airline-passengers.csv: month, passengers
        """);
  }

  @Test
  void keysWithoutEffectAndContradictionsAreRefused() {
    assertRefused(
        forecasting("y", 1, 1)
            .gap(2)
            .covariates("y", "z", "z")
            .column("w", new ScaleSpec.None())
            .column("y", new TransformSpec.Difference(), new ScaleSpec.None())
            .calendar(Calendar.HOUR, Calendar.HOUR),
        file("y;z", "1;2", "2;1", "4;5", "3;5", "5;6", "4;9"),
        """
        data.input.series.past_covariates[0]: 'y' is a target already
            remove it: past values of the targets are always inputs
        data.input.series.past_covariates[2]: 'z' is listed twice
            list it once
        data.columns.w: has no effect: 'w' is neither a target nor a covariate
            columns in use: y, z
        data.input.series.calendar[1]: 'hour' is listed twice
            list it once
        data.input.series.calendar: the rows have no times
            add data.time.column and data.time.frequency, or remove it
        data.target.forecast.gap: the transform of 'y' computes each row from the one before, and rows in the gap are not forecast
            set it to 0, or remove data.columns.y.transform
        """);
  }

  @Test
  void columnsWithNothingToLearnAreRefused() {
    assertRefused(
        forecasting("y", 1, 1)
            .covariates("z", "up")
            .column("up", new TransformSpec.Difference(), new ScaleSpec.Standard()),
        file("y;z;up", "5;0.1;1", "5;0.1;2", "5;0.1;3", "5;0.1;4"),
        """
        data.target.forecast.columns[0]: 'y' is constant (5.0) in training: nothing to learn
            forecast another column, or train on more rows
        data.input.series.past_covariates[0]: 'z' is constant (0.1) in training: nothing to learn
            remove it
        data.input.series.past_covariates[1]: 'up' is constant (1.0 after its transform) in training: nothing to learn
            remove it
        """);
    assertRefused(
        airline().calendar(Calendar.MONTH, Calendar.HOUR),
        airlineTable(),
        """
        data.input.series.calendar[1]: 'hour' is the same in all 96 training rows, which are 1mo apart
            remove it
        """);
  }

  @Test
  void numbersTooSmallOrTooLargeToComputeWithAreRefused() {
    assertRefused(
        forecasting("y", 1, 1).covariates("z", "u").column("u", new ScaleSpec.None()),
        file(
            "y;z;u",
            "3e-200;1e200;1e38",
            "5e-200;2e200;2e38",
            "4e-200;1e200;1e38",
            "6e-200;3e200;3e38"),
        """
        data.target.forecast.columns[0]: 'y' is between 3.0E-200 and 6.0E-200 in the training rows: numbers too close to each other to compute with
            convert the column to another unit, with values between 0.001 and 1000
        data.input.series.past_covariates[0]: 'z' is between 1.0E200 and 3.0E200 in the training rows: numbers too large to compute with
            convert the column to another unit, with values between 0.001 and 1000
        data.input.series.past_covariates[1]: 'u' is between 1.0E38 and 3.0E38 in the training rows: numbers too large to compute with
            convert the column to another unit, with values between 0.001 and 1000
        """);
  }

  @Test
  void aRobustScaleNeedsQuartilesThatDiffer() {
    assertRefused(
        forecasting("y", 1, 1).column("y", new ScaleSpec.Robust()),
        file("y", "0", "0", "0", "0", "0", "9"),
        """
        data.columns.y.scale: at least half of the training rows have the same value (0.0), so the interquartile range is 0
            use standard or minmax
        """);
  }

  @Test
  void numbersAreReadAsTheConfigSaysTheyAreWritten() {
    SpecBuilder spec =
        forecasting("y", 1, 1)
            .column("y", new NumberSpec(".", Optional.of(","), Optional.of("$"), Optional.of("%")));

    SeriesDataset dataset =
        SeriesDataset.load(
            spec.build(), file("y", "$1,194.88", "11.9%", "-$5", "1194", "$ 7 %", "2e3"));

    assertThat(dataset.examples(Part.TRAINING).targetRows(0)[0])
        .containsExactly(1194.88, 11.9, -5, 1194, 7, 2000);
  }

  @Test
  void newRowsAreReadAsThoseOfTraining() {
    SpecBuilder spec =
        forecasting("y", 2, 1)
            .column("y", new NumberSpec(",", Optional.of("."), Optional.empty(), Optional.of("%")));
    SeriesPipeline pipeline =
        SeriesDataset.load(spec.build(), file("y", "1.194,5%", "7%", "2,5%", "8")).pipeline();

    assertThat(pipeline.unlabelled(file("y", "1.281%", "-0,5")).targetRows(0)[0])
        .containsExactly(1281, -0.5);
    assertThatThrownBy(() -> pipeline.unlabelled(file("y", "1.281%", "$5")))
        .hasMessageContaining("'$5' is not a number")
        .hasMessageContaining("write numbers like 1.204,5%, as in training");
  }

  @Test
  void numbersMayHaveBlanksSignsAndExponents() {
    Table table = file("y", " 1204 ", "-0.5", "+.5", "1.", "1.2e3", "1E-3");

    SeriesDataset dataset = SeriesDataset.load(forecasting("y", 1, 1).build(), table);

    assertThat(dataset.examples(Part.TRAINING).targetRows(0)[0])
        .containsExactly(1204, -0.5, 0.5, 1, 1200, 0.001);
  }
}
