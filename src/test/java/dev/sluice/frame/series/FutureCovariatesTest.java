package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.frame.Template;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FutureCovariatesTest {
  private static final List<String> COLUMNS = List.of("day", "sales", "price");

  private static Table days(String... cells) {
    return SpecBuilder.table(
        COLUMNS,
        cells.length,
        i -> {
          String[] values = cells[i].split(";", -1);
          return List.of("2024-01-0" + (i + 1), values[0], values[1]);
        });
  }

  private static final Table ROWS = days("10;1", "20;2", "30;3", "40;5", "60;4");

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("sales", 2, 1)
        .gap(1)
        .time("day", "1d")
        .future("price")
        .column("sales", new ScaleSpec.None())
        .column("price", new ScaleSpec.None());
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void theyAreSeenUpToTheEndOfTheHorizonAndTargetsUpToTheCutoff() {
    SeriesDataset data =
        SeriesDataset.load(spec().windowScale(new WindowScaleSpec.LastValue()).build(), ROWS);

    assertThat(data.pipeline().input()).isEqualTo(new InputShape.Steps(3, 4));
    assertThat(features(data.examples(Part.TRAINING), 0))
        .containsExactly(
            -10, 0, 0, 0, // sales, less the last value
            1, 2, 3, 5, // price
            0, 0, 1, 1); // whether the step is after the cutoff
  }

  @Test
  void predictionReadsThemFromRowsWithoutTargets() {
    SeriesPipeline pipeline = SeriesDataset.load(spec().build(), ROWS).pipeline();

    SeriesExamples next = pipeline.unlabelled(days("30;3", "40;5", ";7", ";8"));

    assertThat(features(next, 0)).containsExactly(30, 40, 0, 0, 3, 5, 7, 8, 0, 0, 1, 1);
    assertThat(next.cutoff(0)).isEqualTo("2024-01-02");
    assertThat(next.timestamps(0)).containsExactly("2024-01-04");
  }

  @Test
  void whatIsMissingOfThemIsSaidWithItsDates() {
    SeriesPipeline pipeline = SeriesDataset.load(spec().build(), ROWS).pipeline();

    assertThatThrownBy(() -> pipeline.unlabelled(days("30;3", "40;5", ";7")))
        .hasMessage(
            """
            rows: future_covariates 'price' is needed for 2024-01-03..2024-01-04 but ends 2024-01-03 (1 step missing)
                fill it in, with 'sales' left empty there; predict --template writes the rows to fill in\
            """);
    assertThatThrownBy(() -> pipeline.unlabelled(days("30;3", "40;5", ";", ";")))
        .hasMessageContaining(
            "'price' is needed for 2024-01-03..2024-01-04 but ends 2024-01-02 (2 steps missing)");
    assertThatThrownBy(() -> pipeline.unlabelled(days("30;3", "40;5", ";", ";8")))
        .hasMessageContaining("2024-01-04 but has no value for 2024-01-03 (1 step missing)");
    assertThatThrownBy(() -> pipeline.unlabelled(days("30;3", ";5", ";7", ";8")))
        .hasMessage(
            """
            rows: predict needs 2 rows; 1 given
                rows at the end without a value of 'sales' count as those to forecast
                add at least 1 earlier row\
            """);
  }

  @Test
  void rowsToForecastHaveNoMissingTargetsWhereTimesAreWrong() {
    SeriesPipeline pipeline = SeriesDataset.load(spec().build(), ROWS).pipeline();
    Table rows = days("10;1", "20;2", "30;3", "40;5", ";7", ";8");

    assertThatThrownBy(() -> pipeline.unlabelled(rows.inOrder(new int[] {0, 1, 3, 4, 5})))
        .hasMessage(
            """
            rows:4: time 'day': 1 of 6 daily steps are missing (2024-01-03)
                add the missing rows: the model was trained without gaps\
            """);
    assertThatThrownBy(() -> pipeline.unlabelled(rows.inOrder(new int[] {5, 4, 3, 2, 1, 0})))
        .hasMessageStartingWith("rows: the rows are in reverse time order")
        .hasMessageNotContaining("missing");
    assertThatThrownBy(() -> pipeline.unlabelled(rows.with(0, day -> day.replace("-02", "-2"))))
        .hasMessageStartingWith("rows:2: time 'day': '2024-01-2' is not a time")
        .hasMessageNotContaining("missing");
  }

  @Test
  void rowsAfterTheHorizonNeedNone() {
    SeriesPipeline pipeline = SeriesDataset.load(spec().build(), ROWS).pipeline();

    assertThat(pipeline.unlabelled(days("30;3", "40;5", ";7", ";8", ";")).timestamps(0))
        .containsExactly("2024-01-04");
  }

  @Test
  void aTemplateHasTheLastKnownRowsAndThoseToForecast() {
    SeriesPipeline pipeline = SeriesDataset.load(spec().build(), ROWS).pipeline();

    Template template = pipeline.template(List.of(ROWS));

    assertThat(rows(template.rows()))
        .containsExactly(
            List.of("2024-01-04", "40", "5"),
            List.of("2024-01-05", "60", "4"),
            List.of("2024-01-06", "", ""),
            List.of("2024-01-07", "", ""));
    assertThat(template.toFillIn()).isEqualTo("'price' in 2 rows (2024-01-06 to 2024-01-07)");
  }

  @Test
  void aTemplateKeepsWhatIsKnownAndPredictsOnceFilledIn() {
    SeriesPipeline pipeline = SeriesDataset.load(spec().build(), ROWS).pipeline();

    Template template = pipeline.template(List.of(days("10;1", "20;2", "30;3", "40;5", ";7")));
    Table filled = template.rows().with(2, price -> price.isEmpty() ? "8" : price);

    assertThat(template.toFillIn()).isEqualTo("'price' in 1 row (2024-01-06 to 2024-01-06)");
    assertThat(features(pipeline.unlabelled(filled), 0))
        .containsExactly(30, 40, 0, 0, 3, 5, 7, 8, 0, 0, 1, 1);
  }

  @Test
  void aTemplateOfManySeriesHasTheRowsOfEach() {
    List<String> columns = List.of("shop", "day", "sales", "price");
    Table rows =
        SpecBuilder.table(
            columns,
            12,
            i -> {
              int day = i / 2 + 1;
              return List.of(
                  i % 2 == 0 ? "A" : "B", "2024-01-0" + day, "" + (i + day * day), "" + i % 5);
            });
    SeriesPipeline pipeline =
        SeriesDataset.load(
                SpecBuilder.forecasting("sales", 2, 1)
                    .by("shop")
                    .time("day", "1d")
                    .future("price")
                    .build(),
                rows)
            .pipeline();

    Template template = pipeline.template(List.of(rows.first(11)));

    assertThat(rows(template.rows()).stream().map(row -> row.get(0) + " " + row.get(1)))
        .containsExactly(
            "A 2024-01-05",
            "A 2024-01-06",
            "A 2024-01-07",
            "B 2024-01-04",
            "B 2024-01-05",
            "B 2024-01-06");
    assertThat(template.toFillIn())
        .isEqualTo("'price' in 2 rows (2024-01-07 to 2024-01-07, other times in some series)");
  }

  @Test
  void aTemplateBeginsWithARowFromWhichGapsCanBeFilled() {
    Table rows = days("10;1", "20;2", "30;", "40;5", "60;4");
    SeriesPipeline pipeline =
        SeriesDataset.load(
                spec().column("price", new MissingSpec.Forward()).build(),
                days("10;1", "20;2", "30;3", "40;5", "60;4"))
            .pipeline();

    Template template = pipeline.template(List.of(rows.first(4)));

    assertThat(rows(template.rows()).get(0)).containsExactly("2024-01-02", "20", "2");
  }

  private static List<List<String>> rows(Table table) {
    return IntStream.range(0, table.size()).mapToObj(table::row).toList();
  }

  @Test
  void columnsHaveOneRole() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().covariates("price").future("sales", "price", "x", "x").build(), ROWS))
        .hasMessageContaining(
            "data.input.series.future_covariates[0]: 'sales' is a target and is listed in"
                + " future_covariates: the model would see the answer")
        .hasMessageContaining(
            "data.input.series.future_covariates[1]: 'price' is a past covariate already")
        .hasMessageContaining("data.input.series.future_covariates[3]: 'x' is listed twice");
  }
}
