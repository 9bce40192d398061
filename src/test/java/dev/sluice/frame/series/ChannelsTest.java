package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.MissingSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Targets that the network sees each by itself. */
class ChannelsTest {
  private static final Table ROWS =
      SpecBuilder.table(
          List.of("a", "b", "c"), 6, row -> List.of("1" + row, "2" + row, "" + row * row));

  private static SpecBuilder spec(String... targets) {
    SpecBuilder spec =
        SpecBuilder.forecasting(List.of(targets), 2, 2).covariates("c").independentChannels();
    for (String column : targets) {
      spec.column(column, new ScaleSpec.None());
    }
    return spec.column("c", new ScaleSpec.None());
  }

  @Test
  void eachTargetIsAnExampleWithTheCovariates() {
    SeriesDataset data = SeriesDataset.load(spec("a", "b").build(), ROWS);
    SeriesExamples windows = data.examples(Part.TRAINING);

    assertThat(data.pipeline().input()).isEqualTo(new InputShape.Steps(2, 2));
    assertThat(data.pipeline().columnsOfExample()).isEqualTo(1);
    assertThat(windows.size()).isEqualTo(3);
    assertThat(windows.examplesOfWindow()).isEqualTo(2);
    // the second target of the second window, rows 2 and 3, then 4 and 5
    assertThat(features(windows, 3)).containsExactly(21, 22, 1, 4);
    assertThat(labels(windows, 3)).containsExactly(23, 24);
    assertThat(features(windows, 2)).containsExactly(11, 12, 1, 4);
    assertThat(labels(windows, 2)).containsExactly(13, 14);
  }

  @Test
  void outputsOfExamplesAreForecastsOfWindows() {
    SeriesExamples windows =
        SeriesDataset.load(
                spec("a", "b").windowScale(new WindowScaleSpec.LastValue()).build(), ROWS)
            .examples(Part.TRAINING);
    float[][] outputs = new float[6][];
    for (int example = 0; example < outputs.length; example++) {
      outputs[example] = labels(windows, example);
    }

    float[][] ofWindows = windows.ofWindows(outputs);

    assertThat(ofWindows).hasDimensions(3, 4);
    for (int w = 0; w < 3; w++) {
      assertThat(windows.toOriginalUnits(w, ofWindows[w])).isDeepEqualTo(windows.actual(w));
    }
  }

  @Test
  void numbersOfOneValueStayTogether() {
    SeriesExamples windows =
        SeriesDataset.load(spec("a", "b").build(), ROWS).examples(Part.TRAINING);

    // two steps with two numbers each
    assertThat(windows.ofWindows(new float[][] {{1, 2, 3, 4}, {5, 6, 7, 8}}))
        .isDeepEqualTo(new float[][] {{1, 2, 5, 6, 3, 4, 7, 8}});
  }

  @Test
  void eachTargetTellsWhereItHasNoValue() {
    Table rows =
        Table.of(
            List.of("a", "b"),
            List.of(List.of("1", "5"), List.of("", "6"), List.of("3", "7"), List.of("4", "9")));
    SpecBuilder spec = SpecBuilder.forecasting(List.of("a", "b"), 2, 1).independentChannels();
    for (String column : List.of("a", "b")) {
      spec.column(column, new ScaleSpec.None()).column(column, new MissingSpec.Mask());
    }
    SeriesExamples windows = SeriesDataset.load(spec.build(), rows).examples(Part.TRAINING);

    assertThat(windows.featureCount()).isEqualTo(2);
    assertThat(features(windows, 0)).containsExactly(1, 0, 1, 0);
    assertThat(features(windows, 1)).containsExactly(5, 6, 1, 1);

    SpecBuilder one =
        SpecBuilder.forecasting(List.of("a", "b"), 2, 1)
            .independentChannels()
            .column("a", new MissingSpec.Mask());
    assertThatThrownBy(() -> SeriesDataset.load(one.build(), rows))
        .hasMessage(
            """
            data.columns.a.missing: masks some of the targets, and independent channels must be alike
                mask all targets, or choose forward or interpolate""");
  }

  @Test
  void oneTargetHasNothingToBeIndependentOf() {
    SpecBuilder spec = spec("a");

    assertThatThrownBy(() -> SeriesDataset.load(spec.build(), ROWS))
        .hasMessageStartingWith(
            """
            data.input.series.channels: independent has no effect with one target
                remove it, or forecast several columns""");
  }

  private static float[] features(SeriesExamples windows, int example) {
    float[] x = new float[4];
    windows.writeFeatures(example, x, 0);
    return x;
  }

  private static float[] labels(SeriesExamples windows, int example) {
    float[] y = new float[2];
    windows.writeLabels(example, y, 0);
    return y;
  }
}
