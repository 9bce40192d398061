package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.HolidaysSpec;
import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.ScaleSpec;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HolidaysTest {
  private static Table every(int hours, int rows) {
    return SpecBuilder.table(
        List.of("time", "sales"),
        rows,
        row ->
            List.of(
                LocalDateTime.of(2023, 12, 30, 0, 0).plusHours((long) hours * row).toString(),
                "" + row * row % 7));
  }

  private static SpecBuilder spec(String frequency) {
    return SpecBuilder.forecasting("sales", 2, 1)
        .time("time", frequency)
        .column("sales", new ScaleSpec.None());
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void theyAreKnownUpToTheEndOfTheHorizon() {
    SeriesDataset data =
        SeriesDataset.load(spec("1d").holidays(1, 2, "2024-01-01").build(), every(24, 6));

    assertThat(data.pipeline().input()).isEqualTo(new InputShape.Steps(5, 3));
    assertThat(features(data.examples(Part.TRAINING), 0))
        .containsExactly(
            0, 1, 0, // sales of 30 and 31 December
            0, 0, 1, // New Year
            0, 1, 0, // the day before
            0, 0, 0, // up to two days after
            0, 0, 1); // after the cutoff
    assertThat(features(data.examples(Part.TRAINING), 2))
        .containsExactly(4, 2, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0, 1);
  }

  @Test
  void predictionNeedsNoRowsForThem() {
    SeriesPipeline pipeline =
        SeriesDataset.load(spec("1d").holidays(0, 0, "01-01").build(), every(24, 6)).pipeline();

    SeriesExamples next = pipeline.unlabelled(every(24, 2));

    assertThat(features(next, 0)).containsExactly(0, 1, 0, 0, 0, 1, 0, 0, 1);
    assertThat(next.timestamps(0)).containsExactly("2024-01-01T00:00");
  }

  @Test
  void everyHourOfTheDayIsOne() {
    SeriesExamples windows =
        SeriesDataset.load(spec("12h").holidays(0, 0, "2023-12-31").build(), every(12, 6))
            .examples(Part.TRAINING);

    assertThat(features(windows, 1)).containsExactly(1, 4, 0, 0, 1, 1, 0, 0, 1);
  }

  @Test
  void aWeekWithOneIsOne() {
    SeriesExamples windows =
        SeriesDataset.load(spec("1w").holidays(0, 0, "2024-01-05").build(), every(168, 4))
            .examples(Part.TRAINING);

    assertThat(features(windows, 0)).containsExactly(0, 1, 0, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void daysThatTheTrainingRowsDoNotHaveTeachNothing() {
    assertThatThrownBy(
            () -> SeriesDataset.load(spec("1d").holidays(0, 0, "2024-12-25").build(), every(24, 6)))
        .hasMessage(
            """
            data.input.series.holidays.dates: none of the 6 training rows is on one of these days: nothing to learn
                list the days of earlier years as well, or write 12-25 for every year\
            """);
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    SpecBuilder.forecasting("sales", 2, 1).holidays(0, 0, "12-25").build(),
                    every(24, 6)))
        .hasMessageContaining("data.input.series.holidays: the rows have no times");
  }

  @Test
  void whatIsNoDayIsRefused() {
    assertThatThrownBy(() -> new HolidaysSpec(List.of("12-25", "2023-02-29"), 0, 0))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessage("[dates[1]: '2023-02-29' is not a day]");
  }
}
