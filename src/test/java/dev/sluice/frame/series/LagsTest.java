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

final class LagsTest {
  private static final Table ROWS =
      SpecBuilder.table(
          List.of("sales", "price"), 9, row -> List.of("" + 10 * (row + 1), "" + row % 3));

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("sales", 2, 2).column("sales", new ScaleSpec.None());
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.steps()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void eachStepSeesTheTargetSoManyRowsBefore() {
    SeriesDataset data = SeriesDataset.load(spec().lags(1, 3).build(), ROWS);

    assertThat(data.pipeline().input()).isEqualTo(new InputShape.Steps(3, 2));
    assertThat(data.examples(Part.TRAINING).size()).isEqualTo(9 - 3 - 4 + 1);
    assertThat(features(data.examples(Part.TRAINING), 0))
        .containsExactly(40, 50, 30, 40, 10, 20); // sales, a row before, three rows before
  }

  @Test
  void lagsOfStepsToForecastEndAtTheCutoffOrBefore() {
    SeriesDataset data =
        SeriesDataset.load(
            spec().future("price").column("price", new ScaleSpec.None()).lags(1, 3).build(), ROWS);

    assertThat(features(data.examples(Part.TRAINING), 0))
        .containsExactly(
            40, 50, 0, 0, // sales
            0, 1, 2, 0, // price
            0, 0, 1, 1, // after the cutoff
            30, 40, 50, 50, // one row before, or the last known one
            10, 20, 30, 40); // three rows before
  }

  @Test
  void lagsAreScaledAsTheirWindow() {
    SeriesDataset data =
        SeriesDataset.load(
            spec().lags(3).windowScale(new WindowScaleSpec.LastValue()).build(), ROWS);

    assertThat(features(data.examples(Part.TRAINING), 0)).containsExactly(-10, 0, -40, -30);
  }

  @Test
  void independentChannelsSeeTheirOwnLags() {
    SeriesDataset data =
        SeriesDataset.load(
            SpecBuilder.forecasting(List.of("sales", "price"), 2, 2)
                .column("sales", new ScaleSpec.None())
                .column("price", new ScaleSpec.None())
                .lags(3)
                .independentChannels()
                .build(),
            ROWS);

    assertThat(features(data.examples(Part.TRAINING), 0)).containsExactly(40, 50, 10, 20);
    assertThat(features(data.examples(Part.TRAINING), 1)).containsExactly(0, 1, 0, 1);
  }

  @Test
  void messagesCountTheRowsThatLagsNeed() {
    SpecBuilder spec = spec().lags(3);
    SeriesPipeline pipeline = SeriesDataset.load(spec.build(), ROWS).pipeline();

    assertThatThrownBy(() -> SeriesDataset.load(spec.build(), ROWS.first(6)))
        .hasMessageContaining(
            "The series has 6 training rows; lag 3 + lookback 2 + horizon 2 needs 7");
    assertThatThrownBy(() -> pipeline.unlabelled(ROWS.first(4)))
        .hasMessageContaining("predict needs 5 rows (lag 3 + lookback 2); 4 given");
    assertThat(features(pipeline.unlabelled(ROWS.first(5)), 0)).containsExactly(40, 50, 10, 20);
  }
}
