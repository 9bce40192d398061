package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.frame.Part;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Sources;
import dev.sluice.spec.ColumnSpec;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TransformSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The series that are shipped, as their configs read them. */
final class ShippedSeriesTest {

  private static SeriesDataset load(String config) {
    DataSpec data =
        ConfigReader.read(Path.of("config", config + ".yaml"), List.of()).config().data();
    return SeriesDataset.load(data, Sources.open(data.source()).read());
  }

  @Test
  void airlineIsTheSeriesOfTheseTestsInSeasonalDifferences() {
    SeriesDataset dataset = load("airline");
    SeriesDataset built =
        SeriesDataset.load(
            SpecBuilder.airline()
                .column(
                    "passengers",
                    new TransformSpec.SeasonalDifference(Optional.empty()),
                    new ScaleSpec.Standard())
                .build(),
            SpecBuilder.airlineTable());

    assertThat(dataset.summary()).isEqualTo(built.summary());
    assertThat(dataset.pipeline().toJson()).isEqualTo(built.pipeline().toJson());
  }

  @Test
  void seattleWeatherForecastsTwoTemperaturesAWeekAhead() {
    SeriesDataset dataset = load("seattle-weather");

    // temp_max, temp_min, precipitation, wind, sine and cosine of the day of the year
    assertThat(dataset.pipeline().input()).isEqualTo(new InputShape.Steps(6, 28));
    assertThat(dataset.summary().get("parts"))
        .hasToString(
            "{training={rows=912, from=2012-01-01, to=2014-06-30, windows=878},"
                + " validation={rows=184, from=2014-07-01, to=2014-12-31, windows=178},"
                + " test={rows=365, from=2015-01-01, to=2015-12-31, windows=359}}");
    assertThat(dataset.examples(Part.TEST).actual(358)[6]).containsExactly(5.6, -2.1);
  }

  @Test
  void aColumnWithoutAnEntryHasTheDefaultsOfAnEmptyOne() {
    DataSpec data =
        ConfigReader.read(Path.of("config/airline.yaml"), List.of("data.columns.passengers={}"))
            .config()
            .data();

    assertThat(data.columns()).isEqualTo(Map.of("passengers", ColumnSpec.unspecified()));
  }
}
