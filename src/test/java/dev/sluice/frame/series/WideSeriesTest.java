package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WideSeriesTest {
  private static final Table ROWS =
      Table.of(
          List.of("V1", "V2", "V3", "V4", "V10"),
          List.of(List.of("a", "1", "2", "4", "3"), List.of("b", "10", "30", "20", "")));

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("y", 1, 1).wide("V1", "V*");
  }

  @Test
  void eachRowIsASeriesThatEndsWithItsLastValue() {
    SeriesExamples training = SeriesDataset.load(spec().build(), ROWS).examples(Part.TRAINING);

    assertThat(training.seriesColumns()).containsExactly("V1");
    assertThat(training.seriesKey(1)).containsExactly("b");
    assertThat(training.targetRows(0)[0]).containsExactly(1, 2, 4, 3);
    assertThat(training.targetRows(1)[0]).containsExactly(10, 30, 20);
  }

  @Test
  void aFileOfItsOwnHoldsTheLaterSteps() {
    Table later = Table.of(List.of("V1", "V2"), List.of(List.of("b", "40"), List.of("a", "5")));

    SeriesExamples test =
        SeriesDataset.load(spec().test(SpecBuilder.file("test.csv")).build(), ROWS, path -> later)
            .examples(Part.TEST);

    assertThat(test.size()).isEqualTo(2);
    assertThat(test.actual(0)).isDeepEqualTo(new double[][] {{5}});
    assertThat(test.actual(1)).isDeepEqualTo(new double[][] {{40}});
    assertThat(test.timestamps(1)).containsExactly("4");
  }

  @Test
  void gapsAndNamesThatStandTwiceAreRefusedWithTheirCell() {
    Table gap =
        Table.of(
            List.of("V1", "V2", "V3", "V4"),
            List.of(List.of("a", "1", "", "4"), List.of("a", "1", "2", "3")));

    assertThatThrownBy(() -> SeriesDataset.load(spec().build(), gap))
        .hasMessage(
            """
            rows:2: series 'a' is also in line 1
                keep one row of each series
            rows:1: series 'a' has no value in column 'V3', but has some after it
                fill them in; only the end of a series may be empty""");
    assertThatThrownBy(
            () -> SeriesDataset.load(spec().time("V2", "1d").covariates("x").build(), ROWS))
        .hasMessageContaining("data.time.column: series in rows have no times")
        .hasMessageContaining(
            "data.input.series.past_covariates: series in rows have no other columns");
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    SpecBuilder.forecasting("y", 1, 1).wide("name", "V*").build(), ROWS))
        .hasMessageContaining("data.series.wide.id: there is no column 'name' in rows");
  }
}
