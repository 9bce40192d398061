package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.InputSpec.Calendar;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimePartsTest {
  private static final Table DATE_AND_HOUR =
      Table.of(
          List.of("dteday", "hr", "cnt"),
          List.of(
              List.of("2011-01-01", "22", "3"),
              List.of("2011-01-01", "23", "5"),
              List.of("2011-01-02", "0", "4"),
              List.of("2011-01-02", "1", "8")));

  private static SpecBuilder dateAndHour() {
    return forecasting("cnt", 2, 1).timeOf("1h", "yyyy-MM-dd H", "dteday", "hr");
  }

  @Test
  void aTimeMayStandInSeveralColumns() {
    SeriesDataset data =
        SeriesDataset.load(dateAndHour().calendar(Calendar.HOUR).build(), DATE_AND_HOUR);

    assertThat(data.examples(Part.TRAINING).cutoff(0)).isEqualTo("2011-01-01 23");
    assertThat(data.examples(Part.TRAINING).timestamps(0)).containsExactly("2011-01-02 0");
    assertThat(data.pipeline().unlabelled(DATE_AND_HOUR).timestamps(0))
        .containsExactly("2011-01-02 2");
  }

  @Test
  void yearMonthDayAndHourAreATime() {
    Table rows =
        Table.of(
            List.of("year", "month", "day", "hour", "y"),
            List.of(
                List.of("2012", "2", "29", "22", "1"),
                List.of("2012", "2", "29", "23", "4"),
                List.of("2012", "3", "1", "0", "2")));

    SeriesExamples training =
        SeriesDataset.load(
                forecasting("y", 1, 1)
                    .timeOf("1h", "yyyy M d H", "year", "month", "day", "hour")
                    .build(),
                rows)
            .examples(Part.TRAINING);

    assertThat(training.timestamps(1)).containsExactly("2012 3 1 0");
  }

  @Test
  void datesAndTimesOfDayMayHaveBlanks() {
    TimeParts dateAndTime = new TimeParts(List.of("date", "time"));

    assertThat(dateAndTime.cells("01 Jan 2024 9:30 AM")).containsExactly("01 Jan 2024", "9:30 AM");
    assertThat(dateAndTime.cells("01 Jan 2024 13")).containsExactly("01 Jan 2024", "13");
    assertThat(dateAndTime.cells("2024 January")).containsExactly("2024", "January");
  }

  @Test
  void gapsAreToldByTheNamesOfAllColumns() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    dateAndHour().build(), DATE_AND_HOUR.inOrder(new int[] {0, 1, 3})))
        .hasMessageContaining("time 'dteday hr': 1 of 4")
        .hasMessageContaining("(2011-01-02 0)");
  }

  @Test
  void aMissingColumnIsNamed() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    forecasting("cnt", 1, 1).timeOf("1h", "yyyy-MM-dd H", "dteday", "hour").build(),
                    DATE_AND_HOUR))
        .hasMessage(
            """
            rows: column 'hour' missing
                columns of rows: dteday, hr, cnt\
            """);
  }

  @Test
  void whatIsToBeFilledInHasTheColumnsOfTheFile() {
    SeriesPipeline pipeline =
        SeriesDataset.load(
                forecasting("cnt", 1, 1)
                    .future("hot")
                    .timeOf("1h", "yyyy-MM-dd H", "dteday", "hr")
                    .build(),
                DATE_AND_HOUR.with("hot", row -> "7193".substring(row, row + 1)))
            .pipeline();

    Table template =
        pipeline
            .template(List.of(DATE_AND_HOUR.with("hot", row -> "7193".substring(row, row + 1))))
            .rows();

    assertThat(template.columns()).containsExactly("dteday", "hr", "cnt", "hot");
    int last = template.size() - 1;
    assertThat(template.value(last, 0)).isEqualTo("2011-01-02");
    assertThat(template.value(last, 1)).isEqualTo("2");
  }
}
