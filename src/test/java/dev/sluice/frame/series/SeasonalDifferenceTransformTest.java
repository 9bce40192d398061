package dev.sluice.frame.series;

import static dev.sluice.frame.series.SpecBuilder.forecasting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.frame.Part;
import dev.sluice.source.Table;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TransformSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SeasonalDifferenceTransformTest implements TransformContract {
  @Override
  public TransformSpec spec() {
    return new TransformSpec.SeasonalDifference(Optional.of(4));
  }

  private static final Table ROWS =
      Table.of(
          List.of("y"),
          List.of(
              List.of("1"), List.of("5"), List.of("2"), List.of("8"), List.of("4"), List.of("9")));

  private static SpecBuilder differenced(Optional<Integer> season) {
    return forecasting("y", 1, 2)
        .column("y", new TransformSpec.SeasonalDifference(season), new ScaleSpec.None());
  }

  @Test
  void stepsBeyondASeasonBuildOnForecasts() {
    double[] forecast =
        new SeasonalDifferenceTransform(2)
            .invert(new double[] {1, 2, 3, 4, 5}, new double[] {0, 10, 20}, 2);

    assertThat(forecast).containsExactly(11, 22, 14, 26, 19); // 10+1, 20+2, 11+3, 22+4, 14+5
  }

  @Test
  void theSeasonIsThatOfTheTimeUnlessItSaysAnother() {
    SeriesExamples usual =
        SeriesDataset.load(differenced(Optional.empty()).season(2).build(), ROWS)
            .examples(Part.TRAINING);
    float[] y = new float[2];
    usual.writeLabels(0, y, 0);

    assertThat(usual.cutoffRow(0)).isEqualTo(2);
    assertThat(y).containsExactly(3, 2); // 8 - 5, 4 - 2
    assertThat(usual.toOriginalUnits(0, y)).isDeepEqualTo(new double[][] {{8}, {4}});
    assertThat(
            SeriesDataset.load(differenced(Optional.of(3)).season(2).build(), ROWS)
                .examples(Part.TRAINING)
                .cutoffRow(0))
        .isEqualTo(3);
  }

  @Test
  void withoutASeasonItIsRefused() {
    assertThatThrownBy(() -> SeriesDataset.load(differenced(Optional.empty()).build(), ROWS))
        .hasMessage(
            """
            data.columns.y.transform: the season is not known
                set data.time.season, or season here\
            """);
  }
}
