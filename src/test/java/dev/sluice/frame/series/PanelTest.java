package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class PanelTest {
  /** Rows of a series, one for each value. */
  private static List<List<String>> rows(String name, double... values) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      rows.add(
          List.of(name, "2024-01-" + (i < 9 ? "0" : "") + (i + 1), Double.toString(values[i])));
    }
    return rows;
  }

  private static Table table(List<List<String>> first, List<List<String>> second) {
    return table(first, second, List.of());
  }

  private static Table table(List<List<String>> rows) {
    return table(rows, List.of(), List.of());
  }

  private static Table table(
      List<List<String>> first, List<List<String>> second, List<List<String>> third) {
    return Table.of(
        List.of("shop", "day", "y"),
        Stream.of(first, second, third).flatMap(List::stream).toList());
  }

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("y", 2, 1).by("shop").time("day", "1d");
  }

  private static final double[] A = {1, 2, 4, 3, 5, 7, 6};
  private static final double[] B = {100, 300, 200, 500, 400};

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.lookback()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void eachSeriesHasWindowsAndScalesOfItsOwn() {
    SeriesDataset data =
        SeriesDataset.load(
            spec().test(SpecBuilder.rows(2)).build(), table(rows("a", A), rows("b", B)));
    SeriesExamples training = data.examples(Part.TRAINING);
    SeriesExamples test = data.examples(Part.TEST);

    assertThat(training.size()).isEqualTo((5 - 2) + (3 - 2)); // 5 and 3 training rows
    assertThat(training.seriesKey(training.seriesOf(2))).containsExactly("a");
    assertThat(training.seriesKey(training.seriesOf(3))).containsExactly("b");
    assertThat(training.actual(3)).isDeepEqualTo(new double[][] {{200}});
    // 100, 300, 200: mean 200, population deviation 81.65
    assertThat(features(training, 3)).containsExactly(-1.2247449f, 1.2247449f);
    assertThat(test.size()).isEqualTo(4);
    assertThat(test.cutoff(2)).isEqualTo("2024-01-03");
    assertThat(test.targetRows(1)[0]).containsExactly(B);
    assertThat(test.seasonalChange(1)).containsExactly((200 + 100) / 2.0);
  }

  @Test
  void theOrderOfSeriesInTheFileDoesNotMatter() {
    List<List<String>> mixed = new ArrayList<>();
    for (int i = 0; i < A.length; i++) {
      mixed.add(rows("a", A).get(i));
      if (i < B.length) {
        mixed.add(rows("b", B).get(i));
      }
    }

    SeriesDataset together = SeriesDataset.load(spec().build(), table(mixed));
    SeriesDataset apart = SeriesDataset.load(spec().build(), table(rows("a", A), rows("b", B)));

    assertThat(together.pipeline().toJson()).isEqualTo(apart.pipeline().toJson());
    assertThat(together.examples(Part.TRAINING).size())
        .isEqualTo(apart.examples(Part.TRAINING).size());
  }

  @Test
  void scalesCanBeThoseOfAllSeries() {
    SeriesDataset data =
        SeriesDataset.load(
            spec().scaledTogether().column("y", new ScaleSpec.Minmax()).build(),
            table(rows("a", A), rows("b", B)));

    assertThat(features(data.examples(Part.TRAINING), 0)).containsExactly(0, 1 / 499f);
    assertThat(data.pipeline().unlabelled(table(rows("new", 1, 500))).size()).isEqualTo(1);
  }

  @Test
  void aSeriesThatIsConstantInTrainingIsReadAllTheSame() {
    SeriesDataset data =
        SeriesDataset.load(spec().build(), table(rows("a", A), rows("b", 5, 5, 5, 5)));

    assertThat(features(data.examples(Part.TRAINING), 5)).containsExactly(0, 0);
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().build(), table(rows("a", 1, 1, 1, 1), rows("b", 5, 5, 5, 5))))
        .hasMessage(
            """
            data.target.forecast.columns[0]: 'y' is constant in the training rows of each series: nothing to learn
                forecast another column, or train on more rows\
            """);
  }

  @Test
  void shortSeriesAreRefusedWithTheArithmeticOrSkipped() {
    Table rows = table(rows("a", A), rows("b", 1, 2), rows("c", B));

    assertThatThrownBy(() -> SeriesDataset.load(spec().build(), rows))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            data.input.series.lookback: Series 'b' has 2 training rows; lookback 2 + horizon 1 needs 3
                reduce lookback to 1 or less, or set data.series.short_series: skip to leave these series out\
            """);
    Map<String, Object> summary =
        SeriesDataset.load(spec().skippingShortSeries().build(), rows).summary();
    assertThat(summary)
        .containsEntry("series", 2)
        .containsEntry("skipped_series", 1)
        .containsEntry("skipped", List.of("'b' (2 rows)"));
    SeriesDataset.load(
        SpecBuilder.forecasting("y", 1, 1).by("shop").time("day", "1d").build(), rows);
  }

  @Test
  void offendersAreNamedWithTheirSeriesAndRows() {
    List<List<String>> gap = new ArrayList<>(rows("b", B));
    gap.remove(2);
    List<List<String>> twice = new ArrayList<>(rows("c", B));
    twice.add(2, twice.get(1));

    assertThatThrownBy(() -> SeriesDataset.load(spec().build(), table(rows("a", A), gap, twice)))
        .hasMessageContaining("rows:10: series 'b': time 'day'")
        .hasMessageContaining("(2024-01-03)")
        .hasMessageContaining(
            "rows:14: row 13 and 14 have the same time 2024-01-02 for series 'c'");
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().build(), table(rows("a", A), rows(" ", 1, 2, 3), rows("b", B))))
        .hasMessageContaining("rows:9: column 'shop' is empty: the row belongs to no series");
  }

  @Test
  void columnsThatTellSeriesApartAreNoOthers() {
    assertThatThrownBy(
            () -> SeriesDataset.load(spec().by("day", "step", "y").build(), table(rows("a", A))))
        .hasMessageContaining("data.series.by[0]: 'day' is also a target, a covariate or the time")
        .hasMessageContaining("data.series.by[1]: 'step' is the name of a column of the forecasts")
        .hasMessageContaining("data.series.by[2]: 'y' is also a target, a covariate or the time");
    assertThatThrownBy(() -> SeriesDataset.load(spec().by("shops").build(), table(rows("a", A))))
        .hasMessage(
            """
            data.series.by[0]: there is no column 'shops'
                did you mean 'shop'?  columns of rows: shop, day, y\
            """);
  }

  @Test
  void newSeriesNeedNoScalesWhereWindowsAreStandardized() {
    Table ab = table(rows("a", A), rows("b", B));
    Table z = table(rows("z", 10, 30));

    SeriesPipeline each = SeriesDataset.load(spec().build(), ab).pipeline();
    assertThatThrownBy(() -> each.unlabelled(z))
        .hasMessage(
            """
            rows: series 'z' was not in training; per-series scaling has no values for it
                leave out its rows, or train with data.series.scale: global or data.input.series.window_scale: {standard: {}}\
            """);
    SeriesPipeline windowed =
        SeriesDataset.load(spec().windowScale(new WindowScaleSpec.Standard()).build(), ab)
            .pipeline();
    assertThat(features(windowed.unlabelled(z), 0)).containsExactly(-1, 1);
  }

  @Test
  void predictionNamesSeriesThatHaveTooFewRows() {
    SeriesPipeline pipeline =
        SeriesDataset.load(spec().build(), table(rows("a", A), rows("b", B))).pipeline();

    SeriesExamples next = pipeline.unlabelled(table(rows("b", B), rows("a", A)));
    assertThat(next.size()).isEqualTo(2);
    assertThat(next.seriesKey(0)).containsExactly("b");
    assertThat(next.timestamps(0)).containsExactly("2024-01-06");
    assertThatThrownBy(() -> pipeline.unlabelled(table(rows("a", A), rows("b", 1))))
        .hasMessage(
            """
            rows: predict needs 2 rows for series 'b'; 1 given
                add at least 1 earlier row, or leave out this series\
            """);
    assertThatThrownBy(() -> pipeline.labelled(table(rows("a", A), rows("b", 1, 2))))
        .hasMessage(
            """
            rows: a score needs 3 rows for series 'b' (lookback 2 + horizon 1); 2 given
                add at least 1 earlier row, or leave out this series\
            """);
  }

  @Test
  void aReadBackPipelineIsTheSame() throws Exception {
    Table ab = table(rows("a", A), rows("b", B));
    for (SpecBuilder builder : List.of(spec(), spec().scaledTogether())) {
      SeriesPipeline pipeline = SeriesDataset.load(builder.build(), ab).pipeline();

      SeriesPipeline readBack =
          SeriesPipeline.fromJson(
              builder.build(), new ObjectMapper().readTree(pipeline.toJson().toString()));

      assertThat(readBack.toJson().toString()).isEqualTo(pipeline.toJson().toString());
      SeriesExamples one = pipeline.labelled(ab);
      SeriesExamples two = readBack.labelled(ab);
      for (int w = 0; w < one.size(); w++) {
        assertThat(features(two, w)).isEqualTo(features(one, w));
      }
    }
  }

  @Test
  void aTimeSplitsAllSeriesAndSomeMayHaveNoRowsThen() {
    SeriesDataset data =
        SeriesDataset.load(
            spec().test(SpecBuilder.from("2024-01-06")).build(), table(rows("a", A), rows("b", B)));

    assertThat(data.examples(Part.TEST).size()).isEqualTo(2);
    assertThat(data.examples(Part.TEST).seriesCount()).isEqualTo(1);
    assertThat(data.summary().get("parts"))
        .hasToString(
            "{training={series=2, rows=10, from=2024-01-01, to=2024-01-05, windows=6},"
                + " test={series=1, rows=2, from=2024-01-06, to=2024-01-07, windows=2}}");
  }
}
