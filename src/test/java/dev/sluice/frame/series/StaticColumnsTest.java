package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.shape.Category;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.ScaleSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StaticColumnsTest {
  private static final List<String> COLUMNS = List.of("shop", "sales", "size", "town");

  /** Shop A is small, B large; C, if there is one, is new. */
  private static Table rows(String... cells) {
    return SpecBuilder.table(COLUMNS, cells.length, row -> List.of(cells[row].split(",", -1)));
  }

  private static final Table ROWS =
      rows(
          "A,1,10,Ulm",
          "A,4,10,Ulm",
          "A,2,,Ulm",
          "A,3,10,Ulm",
          "B,7,30,Bonn",
          "B,9,30,Bonn",
          "B,6,30,Bonn",
          "B,8,30,Bonn");

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("sales", 2, 1).by("shop");
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void numbersAreScaledOverTheSeriesAndWordsAreCategories() {
    DataSpec spec =
        spec()
            .column("sales", new ScaleSpec.None())
            .statics("size", "town")
            .categories("town", 1, false)
            .build();
    SeriesDataset data = SeriesDataset.load(spec, ROWS);

    // The mean of 10 and 30 is 20, their deviation 10; Ulm is seen before Bonn.
    assertThat(features(data.examples(Part.TRAINING), 0)).containsExactly(1, 4, -1, -1, 1, 1);
    assertThat(features(data.examples(Part.TRAINING), 2)).containsExactly(7, 9, 1, 1, 2, 2);
    assertThat(SeriesPipeline.fromJson(spec, data.pipeline().toJson()).toJson())
        .isEqualTo(data.pipeline().toJson());
  }

  @Test
  void columnsThatTellSeriesApartMayBeStatic() {
    SeriesPipeline pipeline =
        SeriesDataset.load(spec().statics("shop").categories("shop", 1, false).build(), ROWS)
            .pipeline();

    assertThat(pipeline.input().categories()).containsExactly(new Category("shop", 3, 3, false));
  }

  @Test
  void whatChangesInNewRowsIsToBeCorrectedThereAsTheModelIsTrained() {
    SeriesPipeline pipeline =
        SeriesDataset.load(
                spec().statics("size").build(),
                rows("A,1,10,", "A,4,10,", "A,2,10,", "B,7,12,", "B,9,12,", "B,6,12,"))
            .pipeline();

    assertThatThrownBy(() -> pipeline.unlabelled(rows("A,1,10,", "A,4,11,")))
        .hasMessageEndingWith("'10' in row 1, '11' in row 2\n    make it the same in all rows");
  }

  @Test
  void whatChangesWithinASeriesIsRefusedWithItsRows() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().statics("size").build(),
                    rows(
                        "A,1,10,", "A,4,10,", "A,2,11,", "A,3,10,", "B,7,,", "B,9,,", "B,6,,",
                        "B,8,,")))
        .hasMessage(
            """
            rows:3: series 'A': column 'size' is static, but changes within the series: '10' in row 1, '11' in row 3
                make it the same in all rows, or list it under past_covariates or future_covariates
            rows:5: series 'B': column 'size' is static and has no value in any row of the series
                fill it in, or leave out the rows\
            """);
  }

  @Test
  void staticColumnsNeedSeriesThatDiffer() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    SpecBuilder.forecasting("sales", 2, 1).statics("size").build(), ROWS))
        .hasMessageContaining(
            "data.input.series.static: there is one series, so a column that is the same in all its rows has nothing to learn");
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().statics("size").build(),
                    rows(
                        "A,1,10,", "A,4,10,", "A,2,10,", "A,3,10,", "B,7,10,", "B,9,10,", "B,6,10,",
                        "B,8,10,")))
        .hasMessage(
            """
            data.input.series.static[0]: 'size' is the same in all series: nothing to learn
                remove it\
            """);
  }

  @Test
  void seriesHaveIdsAndNewOnesZero() {
    DataSpec spec =
        spec().scaledTogether().column("sales", new ScaleSpec.None()).embedded(4).build();
    SeriesDataset data = SeriesDataset.load(spec, ROWS);
    SeriesPipeline read = SeriesPipeline.fromJson(spec, data.pipeline().toJson());

    assertThat(read.input().categories()).containsExactly(new Category("series", 3, 4, false));
    assertThat(features(data.examples(Part.TRAINING), 0)).containsExactly(1, 4, 1, 1);
    assertThat(features(data.examples(Part.TRAINING), 2)).containsExactly(7, 9, 2, 2);
    assertThat(features(read.unlabelled(rows("C,5,,", "C,6,,", "B,1,,", "B,2,,")), 0))
        .containsExactly(5, 6, 0, 0);
    assertThat(features(read.unlabelled(rows("C,5,,", "C,6,,", "B,1,,", "B,2,,")), 1))
        .containsExactly(1, 2, 2, 2);
  }

  @Test
  void oneSeriesNeedsNoVector() {
    assertThatThrownBy(() -> SeriesDataset.load(spec().embedded(4).build(), ROWS.first(4)))
        .hasMessage(
            """
            data.series.embedding: there is only one series in training: nothing to distinguish
                remove it\
            """);
  }
}
