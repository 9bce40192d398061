package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static dev.sluice.frame.series.SpecBuilder.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TimeSpec.Gaps;
import dev.sluice.spec.TransformSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SegmentsTest {
  /** Days of January 2024, each with its number as value, but for one day with another. */
  private static Table days(int... days) {
    List<List<String>> rows = new ArrayList<>();
    for (int day : days) {
      rows.add(List.of("2024-01-%s%s".formatted(day < 10 ? "0" : "", day), Integer.toString(day)));
    }
    return Table.of(List.of("date", "y"), rows);
  }

  private static SpecBuilder segments(int lookback, int horizon) {
    return forecasting("y", lookback, horizon).time("date", "1d").gaps(Gaps.SEGMENT);
  }

  private static List<String> cutoffs(SeriesExamples examples) {
    return IntStream.range(0, examples.size()).mapToObj(examples::cutoff).toList();
  }

  @Test
  void noWindowCrossesAGap() {
    SeriesExamples training =
        SeriesDataset.load(segments(2, 1).build(), days(1, 2, 3, 4, 6, 7, 9, 10, 11))
            .examples(Part.TRAINING);

    assertThat(cutoffs(training)).containsExactly("2024-01-02", "2024-01-03", "2024-01-10");
    assertThat(training.actual(2)).isDeepEqualTo(new double[][] {{11}});
  }

  @Test
  void aTransformThatNeedsTheRowBeforeDoesNotReachOverAGap() {
    SeriesExamples training =
        SeriesDataset.load(
                segments(1, 1)
                    .column("y", new TransformSpec.Difference(), new ScaleSpec.None())
                    .build(),
                Table.of(
                    List.of("date", "y"),
                    List.of(
                        List.of("2024-01-01", "1"),
                        List.of("2024-01-02", "3"),
                        List.of("2024-01-03", "4"),
                        List.of("2024-01-09", "70"),
                        List.of("2024-01-10", "71"),
                        List.of("2024-01-11", "75"))))
            .examples(Part.TRAINING);

    assertThat(cutoffs(training)).containsExactly("2024-01-02", "2024-01-10");
  }

  @Test
  void scalesAndTheScaleOfMaseAreThoseOfTheRowsThatAreThere() {
    SeriesDataset data =
        SeriesDataset.load(
            segments(1, 1).column("y", new ScaleSpec.Minmax()).build(), days(2, 3, 4, 10, 12, 13));

    assertThat(data.pipeline().toJson().path("columns").path("y").path("shift").asDouble())
        .isEqualTo(2);
    // |3-2|, |4-3|, |13-12|; 10 and 12 have no row before them
    assertThat(data.examples(Part.TRAINING).seasonalChange(0)).containsExactly(1);
    assertThat(data.examples(Part.TRAINING).size()).isEqualTo(3);
  }

  @Test
  void theSummaryCountsStretchesAndAbsentRows() {
    Map<String, Object> summary =
        SeriesDataset.load(segments(2, 1).build(), days(1, 2, 3, 6, 7, 8)).summary();

    assertThat(summary)
        .containsEntry("absent_rows", 2)
        .containsEntry("absent", List.of("2024-01-04", "2024-01-05"))
        .containsEntry("stretches", 2)
        .doesNotContainKey("inserted_rows");
    assertThat(summary.get("columns").toString()).doesNotContain("filled");
  }

  @Test
  void valuesThatAreMissingInRowsThatAreThereAreFilledAsEver() {
    Table rows =
        Table.of(
            List.of("date", "y"),
            List.of(
                List.of("2024-01-01", "1"),
                List.of("2024-01-02", ""),
                List.of("2024-01-03", "3"),
                List.of("2024-01-07", "5"),
                List.of("2024-01-08", "9"),
                List.of("2024-01-09", "7")));

    assertThatThrownBy(() -> SeriesDataset.load(segments(2, 1).build(), rows))
        .hasMessageContaining("data.columns.y.missing");
    assertThat(
            SeriesDataset.load(segments(2, 1).column("y", new MissingSpec.Forward()).build(), rows)
                .summary()
                .get("columns")
                .toString())
        .contains("filled_rows=1", "filled=[2024-01-02]");
  }

  @Test
  void aForecastNeedsItsRowsSinceTheLastGap() {
    SeriesPipeline pipeline =
        SeriesDataset.load(segments(2, 1).build(), days(1, 2, 3, 6, 7, 8)).pipeline();

    assertThat(pipeline.unlabelled(days(10, 12, 13)).timestamps(0)).containsExactly("2024-01-14");
    assertThatThrownBy(() -> pipeline.unlabelled(days(10, 11, 13)))
        .hasMessage(
            """
            rows: predict needs 2 rows; 1 given without a gap
                add rows where they are missing, until 2 follow one another\
            """);
    assertThat(cutoffs(pipeline.labelled(days(10, 11, 12, 14, 15, 16))))
        .containsExactly("2024-01-11", "2024-01-15");
    assertThatThrownBy(() -> pipeline.labelled(days(10, 11, 13, 14)))
        .hasMessageContaining("a score needs 3 rows")
        .hasMessageContaining("2 given without a gap");
  }

  @Test
  void stretchesThatAreTooShortAreRefusedWithTheArithmetic() {
    assertThatThrownBy(
            () -> SeriesDataset.load(segments(3, 2).build(), days(1, 2, 3, 4, 6, 7, 8, 9)))
        .hasMessageContaining("lookback 3 + horizon 2 needs 5")
        .hasMessageContaining("reduce lookback to 2 or less");
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    segments(3, 1).test(rows(3)).build(), days(1, 2, 3, 4, 5, 7, 9, 11)))
        .hasMessage(
            """
            data.split.test: no window of test fits between the gaps: lookback 3 + horizon 1 needs 4 rows
                reduce lookback or horizon, or set data.time.gaps: insert\
            """);
  }
}
