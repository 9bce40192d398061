package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.TimeSpec.Order;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WallClockTest {
  private static final String SPRING = "2024-03-31 "; // 02:00 is 03:00 in Berlin
  private static final String AUTUMN = "2024-10-27 "; // 03:00 is 02:00 again

  private static SpecBuilder berlin() {
    return forecasting("y", 1, 1).time("date", "1h").zone("Europe/Berlin");
  }

  private static Table rows(String day, String... times) {
    return SpecBuilder.table(
        List.of("date", "y"), times.length, i -> List.of(day + times[i], i * 7 % 5 + ""));
  }

  private static List<String> labels(SeriesExamples series, int rows) {
    return IntStream.range(0, rows).mapToObj(row -> series.label(0, row)).toList();
  }

  @Test
  void anHourThatTheClockSkipsIsNoGap() {
    SeriesExamples series =
        SeriesDataset.load(
                berlin().build(), rows(SPRING, "00:00", "01:00", "03:00", "04:00", "05:00"))
            .examples(Part.TRAINING);

    assertThat(series.rows(0)).isEqualTo(5);
    assertThat(series.label(0, 2)).isEqualTo(SPRING + "03:00");
    assertThat(series.time(0, 2)).contains(LocalDateTime.of(2024, 3, 31, 3, 0));
  }

  @Test
  void anHourThatTheClockRepeatsIsTwoRowsInTheOrderOfTheFile() {
    String[] times = {"01:00", "02:00", "02:00", "03:00", "04:00"};
    SeriesExamples series =
        SeriesDataset.load(berlin().build(), rows(AUTUMN, times)).examples(Part.TRAINING);

    assertThat(labels(series, 5))
        .isEqualTo(Arrays.stream(times).map(time -> AUTUMN + time).toList());
    assertThat(series.targetRows(0)[0]).containsExactly(0, 2, 4, 1, 3);
  }

  @Test
  void aFileThatBeginsInTheHourThatIsRepeatedBeginsAfterTheChange() {
    SeriesExamples hours =
        SeriesDataset.load(berlin().build(), rows(AUTUMN, "02:00", "03:00", "04:00"))
            .examples(Part.TRAINING);
    SeriesExamples halves =
        SeriesDataset.load(
                forecasting("y", 1, 1).time("date", "30min").zone("Europe/Berlin").build(),
                rows(AUTUMN, "02:00", "02:30", "03:00", "03:30"))
            .examples(Part.TRAINING);
    assertThat(labels(hours, 3))
        .containsExactly(AUTUMN + "02:00", AUTUMN + "03:00", AUTUMN + "04:00");
    assertThat(halves.rows(0)).isEqualTo(4);
  }

  @Test
  void inAFileWithTheNewestRowFirstTheLaterHourComesFirst() {
    SeriesExamples series =
        SeriesDataset.load(
                berlin().order(Order.SORT).build(),
                rows(AUTUMN, "04:00", "03:00", "02:00", "02:00", "01:00"))
            .examples(Part.TRAINING);

    assertThat(series.targetRows(0)[0]).containsExactly(3, 1, 4, 2, 0);
  }

  @Test
  void secondsSince1970AreInstantsOfWhichTheZoneSaysTheHour() {
    long midnight = Instant.parse("2024-07-01T00:00:00Z").getEpochSecond();
    SeriesExamples series =
        SeriesDataset.load(
                berlin().format("epoch_seconds").build(),
                SpecBuilder.table(
                    List.of("date", "y"),
                    5,
                    i -> List.of(midnight + 3600L * i + "", i * 7 % 5 + "")))
            .examples(Part.TRAINING);

    assertThat(series.label(0, 0)).isEqualTo(midnight + "");
    assertThat(series.time(0, 0)).contains(LocalDateTime.of(2024, 7, 1, 2, 0));
  }

  @Test
  void forecastsGoOnByTheClock() {
    SeriesPipeline pipeline =
        SeriesDataset.load(
                forecasting("y", 2, 3).time("date", "1h").zone("Europe/Berlin").build(),
                rows("2024-03-30 ", "00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00"))
            .pipeline();

    assertThat(pipeline.unlabelled(rows(SPRING, "00:00", "01:00")).timestamps(0))
        .containsExactly(SPRING + "03:00", SPRING + "04:00", SPRING + "05:00");
  }

  @Test
  void refusesTimesThatTheClockNeverShows() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    berlin().build(), rows(SPRING, "00:00", "01:00", "02:00", "03:00", "04:00")))
        .hasMessageContaining(
            "daylight saving time skips 1 of the times in Europe/Berlin, first '2024-03-31 02:00' in row"
                + " 3");
  }

  @Test
  void refusesUnknownZonesAndStepsOfDays() {
    assertThatThrownBy(() -> berlin().zone("Europe/Berln").build())
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("'Europe/Berln' is not a time zone");
    assertThatThrownBy(() -> forecasting("y", 1, 1).time("date", "1d").zone("UTC").build())
        .hasMessageContaining("is only for steps shorter than a day, and these are 1d");
  }
}
