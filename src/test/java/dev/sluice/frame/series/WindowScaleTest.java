package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.WindowScaleSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class WindowScaleTest {
  private static final double[] Y = {10, 20, 30, 11, 21, 33, 12, 25, 39, 13};

  private static SpecBuilder spec() {
    return SpecBuilder.forecasting("y", 5, 4)
        .gap(1)
        .season(3)
        .column("y", new ScaleSpec.None())
        .windowScale(new WindowScaleSpec.LastSeason());
  }

  private static Table rows(double... values) {
    return SpecBuilder.table(
        List.of("y"), values.length, row -> List.of(Double.toString(values[row])));
  }

  @Test
  void theLastSeasonIsSubtractedAtTheSamePlaceOfEachSeason() {
    SeriesExamples windows = SeriesDataset.load(spec().build(), rows(Y)).examples(Part.TRAINING);
    float[] x = new float[5];
    float[] y = new float[4];
    windows.writeFeatures(0, x, 0);
    windows.writeLabels(0, y, 0);

    // rows 3 to 5 of the lookback are the season 30, 11, 21; row 6 is at the place of 30, and
    // unseen
    assertThat(x).containsExactly(10 - 11, 20 - 21, 0, 0, 0);
    assertThat(y).containsExactly(12 - 11, 25 - 21, 39 - 30, 13 - 11);
    assertThat(windows.toOriginalUnits(0, new double[4]))
        .isDeepEqualTo(new double[][] {{11}, {21}, {30}, {11}}); // the seasonal naive forecast
  }

  @Test
  void theLastSeasonMustBeKnownAndInTheLookback() {
    SpecBuilder tooShort =
        SpecBuilder.forecasting("y", 2, 1).season(3).windowScale(new WindowScaleSpec.LastSeason());
    assertThatThrownBy(() -> SeriesDataset.load(tooShort.build(), rows(Y)))
        .hasMessage(
            """
            data.input.series.window_scale: last_season needs a whole season in the lookback, which has 2 rows of 3
                set data.input.series.lookback to 3 or more""");
    SpecBuilder unknown =
        SpecBuilder.forecasting("y", 2, 1).windowScale(new WindowScaleSpec.LastSeason());
    assertThatThrownBy(() -> SeriesDataset.load(unknown.build(), rows(Y)))
        .hasMessage(
            """
            data.input.series.window_scale: last_season needs the number of rows of a season
                add data.time.season: 12 for months of a year, 7 for days of a week""");
  }

  @Test
  void meansMakeLevelsAlikeAndNeedNothingThatWasLearnedOfASeries() {
    SpecBuilder spec =
        SpecBuilder.forecasting("y", 2, 1)
            .by("shop")
            .column("y", new ScaleSpec.None())
            .windowScale(new WindowScaleSpec.Mean());
    SeriesPipeline pipeline =
        SeriesDataset.load(spec.build(), panel("a", 1, 3, 2, "b", 100, 300, 200, "c", 5, 5, 5))
            .pipeline();
    SeriesExamples next = pipeline.unlabelled(panel("z", 1000, 3000, 0, "c", 5, 5, 5));

    float[] x = new float[4];
    next.writeFeatures(0, x, 0);
    next.writeFeatures(1, x, 2);
    assertThat(x).containsExactly(3000 / 1500f, 0, 1, 1);
    assertThat(next.toOriginalUnits(0, new double[] {0.5})).isDeepEqualTo(new double[][] {{750}});
  }

  /** bench/revin/constants.py computes the same. */
  @Test
  void revinSubtractsTheMeanAndDividesByTheRootOfTheVarianceAndASmallNumber() {
    SpecBuilder spec =
        SpecBuilder.forecasting("y", 3, 1)
            .column("y", new ScaleSpec.None())
            .windowScale(new WindowScaleSpec.Revin());
    SeriesExamples windows =
        SeriesDataset.load(spec.build(), rows(1, 4, 2, 3)).examples(Part.TRAINING);
    float[] x = new float[3];
    float[] y = new float[1];
    windows.writeFeatures(0, x, 0);
    windows.writeLabels(0, y, 0);

    assertThat(x)
        .containsExactly(new float[] {-1.06904153f, 1.33630191f, -0.26726038f}, within(1e-7f));
    assertThat(y[0]).isCloseTo(0.53452077f, within(1e-7f));
    assertThat(windows.toOriginalUnits(0, new double[] {0.220519294965177})[0][0])
        .isCloseTo(2.6083701003533677, within(1e-12));
  }

  @Test
  void revinOfAWindowOfEqualValuesForecastsThemAtZero() {
    SpecBuilder spec =
        SpecBuilder.forecasting("y", 2, 1)
            .column("y", new ScaleSpec.None())
            .windowScale(new WindowScaleSpec.Revin());
    SeriesExamples windows =
        SeriesDataset.load(spec.build(), rows(5, 5, 6)).examples(Part.TRAINING);

    assertThat(windows.toOriginalUnits(0, new double[] {0})).isDeepEqualTo(new double[][] {{5}});
  }

  @Test
  void theNetworkScalesEachFeatureOfAPastColumn() {
    Table rows =
        SpecBuilder.table(
            List.of("a", "b", "c", "d"),
            9,
            row -> List.of("" + row, "" + row * row, "" + row % 4, "" + row % 3));

    // targets, the past covariate; the one known ahead, whether a step is ahead; lags of targets
    assertThat(columnsOf(together("a", "b").future("d").lags(1, 2), rows))
        .containsExactly(0, 1, 2, -1, -1, 0, 1, 0, 1);
    assertThat(columnsOf(together("a", "b"), rows)).containsExactly(0, 1, 2);
    // each target is the first column of its example
    assertThat(columnsOf(together("a", "b").lags(1).independentChannels(), rows))
        .containsExactly(0, 1, 0);
    assertThat(
            SeriesDataset.load(
                    SpecBuilder.forecasting("a", 2, 1)
                        .windowScale(new WindowScaleSpec.Standard())
                        .build(),
                    rows)
                .pipeline()
                .input()
                .reversible())
        .isEmpty();
  }

  private static SpecBuilder together(String... targets) {
    return SpecBuilder.forecasting(List.of(targets), 2, 1)
        .covariates("c")
        .windowScale(new WindowScaleSpec.Revin());
  }

  private static List<Integer> columnsOf(SpecBuilder spec, Table rows) {
    return SeriesDataset.load(spec.build(), rows).pipeline().input().reversible().get().columnOf();
  }

  /** Names, each before the three values of its series. */
  private static Table panel(Object... cells) {
    return SpecBuilder.table(
        List.of("shop", "y"),
        cells.length / 4 * 3,
        row -> List.of(cells[row / 3 * 4].toString(), cells[row / 3 * 4 + 1 + row % 3].toString()));
  }
}
