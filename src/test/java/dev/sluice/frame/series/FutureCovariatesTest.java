package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.List;
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
            rows: 'price' is needed for 2024-01-03 to 2024-01-04, and the rows end with 2024-01-03 (1 step is missing)
                add a row for each of these times, with sales left empty""");
    assertThatThrownBy(() -> pipeline.unlabelled(days("30;3", "40;5", ";7", ";")))
        .hasMessageContaining("rows:4: column 'price' has no value in row 4");
    assertThatThrownBy(() -> pipeline.unlabelled(days("30;3", ";5", ";7", ";8")))
        .hasMessage("rows: predict needs 2 rows; 1 given");
  }

  @Test
  void columnsHaveOneRole() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    spec().covariates("price").future("sales", "price", "x", "x").build(), ROWS))
        .hasMessageContaining(
            "data.input.series.future_covariates[0]: 'sales' is a target: the model would see the answer")
        .hasMessageContaining(
            "data.input.series.future_covariates[1]: 'price' is a past covariate already")
        .hasMessageContaining("data.input.series.future_covariates[3]: 'x' stands here twice");
  }
}
