package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static dev.sluice.frame.series.SpecBuilder.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TransformSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MaskTest {
  /** Rows of y and x; either may be empty. */
  private static Table table(String... rows) {
    return Table.of(
        List.of("y", "x"), Arrays.stream(rows).map(row -> List.of(row.split(",", -1))).toList());
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  private static float[] labels(SeriesExamples examples, int window) {
    float[] y = new float[examples.horizon() * examples.columns().size()];
    examples.writeLabels(window, y, 0);
    return y;
  }

  private static SpecBuilder masked() {
    return forecasting("y", 3, 2)
        .covariates("x")
        .column("y", new ScaleSpec.Minmax())
        .column("x", new ScaleSpec.None())
        .column("y", new MissingSpec.Mask())
        .column("x", new MissingSpec.Mask());
  }

  private static final Table ROWS = table("0,5", ",6", "2,", "4,8", ",9", "10,7", "6,3");

  @Test
  void aMissingValueIsTheMeanAndAFurtherFeatureTellsOfIt() {
    SeriesExamples training = SeriesDataset.load(masked().build(), ROWS).examples(Part.TRAINING);

    assertThat(features(training, 0))
        .containsExactly(0, 0, 0.2f, /* x */ 5, 6, 0, /* y? */ 1, 0, 1, /* x? */ 1, 1, 0);
    assertThat(training.size()).isEqualTo(3);
  }

  @Test
  void aMissingTargetHasNoLabelAndNoActualValue() {
    SeriesExamples training = SeriesDataset.load(masked().build(), ROWS).examples(Part.TRAINING);

    assertThat(labels(training, 0)).containsExactly(0.4f, Float.NaN);
    assertThat(training.actual(0)[0]).containsExactly(4);
    assertThat(training.actual(0)[1]).containsExactly(Double.NaN);
    assertThat(labels(training, 2)).containsExactly(1, 0.6f);
  }

  @Test
  void scalesAreThoseOfTheValuesThatAreThere() {
    SeriesDataset data =
        SeriesDataset.load(
            masked().column("y", new ScaleSpec.Standard()).build(),
            table("1,1", ",2", "3,3", ",4", ",5", "1,6", "3,7"));

    assertThat(data.pipeline().sharedScale(0).orElseThrow().shift()).isEqualTo(2);
    assertThat(data.examples(Part.TRAINING).seasonalChange(0)).containsExactly(2); // |3 - 1|
  }

  @Test
  void windowsAreScaledByTheLastValueThatIsThere() {
    SeriesExamples training =
        SeriesDataset.load(
                masked()
                    .column("y", new ScaleSpec.None())
                    .windowScale(new WindowScaleSpec.LastValue())
                    .build(),
                table("1,1", "2,2", ",3", "5,4", "9,5", "7,6"))
            .examples(Part.TRAINING);

    assertThat(Arrays.copyOf(features(training, 0), 3)).containsExactly(-1, 0, 0);
    assertThat(labels(training, 0)).containsExactly(3, 7); // 5 - 2, 9 - 2
    assertThat(training.toOriginalUnits(0, new float[] {3, 7}))
        .isDeepEqualTo(new double[][] {{5}, {9}});
  }

  @Test
  void aTransformThatNeedsAMissingRowIsMissingToo() {
    SeriesExamples training =
        SeriesDataset.load(
                masked().column("y", new TransformSpec.Difference(), new ScaleSpec.None()).build(),
                table("1,1", "2,2", ",3", "5,4", "9,5", "7,6"))
            .examples(Part.TRAINING);

    // changes: 1, none (3rd row), none (4th: the row before is missing), 4, -2
    assertThat(Arrays.copyOf(features(training, 0), 3)).containsExactly(1, 0, 0);
    assertThat(labels(training, 0)).containsExactly(4, -2);
  }

  @Test
  void windowsBeginWhereATargetHasItsFirstValue() {
    SeriesExamples training =
        SeriesDataset.load(
                masked().build(), table(",1", ",2", "3,3", "4,4", "5,5", "6,6", "7,7", "8,8"))
            .examples(Part.TRAINING);

    assertThat(training.cutoffRow(0)).isEqualTo(4);
  }

  @Test
  void newRowsMayLackAnyValueButNotAll() {
    SeriesPipeline pipeline = SeriesDataset.load(masked().build(), ROWS).pipeline();

    assertThat(features(pipeline.unlabelled(table(",1", ",2", "5,")), 0))
        .containsExactly(0, 0, 0.5f, 1, 2, 0, 0, 0, 1, 1, 1, 0);
    assertThatThrownBy(() -> pipeline.unlabelled(table(",1", ",2", ",3")))
        .hasMessage("rows: column 'y' has no value in any row");
  }

  @Test
  void aColumnWithoutAValueInTrainingIsRefused() {
    assertThatThrownBy(
            () ->
                SeriesDataset.load(
                    forecasting("y", 1, 1)
                        .covariates("x")
                        .column("x", new MissingSpec.Mask())
                        .test(rows(2))
                        .build(),
                    table("1,", "2,", "3,", "4,4", "5,5")))
        .hasMessage(
            """
            data.input.series.past_covariates[0]: 'x' has no value in the training rows: nothing to learn
                remove it, or train on more rows\
            """);
  }

  @Test
  void theSummaryCountsWhatIsMasked() {
    assertThat(SeriesDataset.load(masked().build(), ROWS).summary().get("columns").toString())
        .contains("masked_rows=2", "masked=[2, 5]", "missing=mask");
  }
}
