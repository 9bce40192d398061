package dev.sluice.task.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.frame.Part;
import dev.sluice.run.SeriesPictures;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrawingTest {
  @TempDir Path folder;

  @Test
  void partsBeginWhereTheSplitSaysAndTheSeasonIsTakenApart() {
    SeriesPictures.OfSeries one = pictures(1, 140, "", e -> e).series().get(0);

    // 140 hours from midnight on: 84 train, 28 validate, 28 test
    assertThat(one.times()).hasSize(140);
    assertThat(one.everyRows()).isEqualTo(1);
    assertThat(one.validationFrom()).contains("2024-01-04 12:00");
    assertThat(one.testFrom()).isEqualTo("2024-01-05 16:00");
    assertThat(one.decomposition().get().times()).hasSize(84).last().isEqualTo("2024-01-04 11:00");
    assertThat(one.windows()).hasSize(12); // of 27
    SeriesPictures.Window last = one.windows().get(11);
    assertThat(last.cutoff()).isEqualTo("2024-01-06 17:00"); // two hours before the last
    assertThat(last.times()).hasSize(22); // ten horizons before them
    assertThat(last.actual()).hasSize(22);
    assertThat(last.forecast()).hasSize(2);
    assertThat(last.bounds()).isEmpty();
  }

  @Test
  void errorsOfTheFirstStepAreActualLessForecast() {
    // one too high at even rows, one too low at odd ones
    SeriesPictures.OfSeries one =
        pictures(1, 100, "", row -> row % 2 == 0 ? 1 : -1).series().get(0);

    assertThat(one.errors().times()).hasSize(19).startsWith("2024-01-04 08:00"); // row 80
    assertThat(one.errors().values()).startsWith(-1.0, 1.0, -1.0);
    // 19 errors, their mean -1/19: (-18 - 20/361 + ...) / whole, about -18/19
    assertThat(one.autocorrelation().get(0)).isEqualTo(-18 / 19.0, within(0.01));
    assertThat(one.autocorrelation()).hasSize(9);
    assertThat(one.band()).isEqualTo(1.959964 / Math.sqrt(19), within(1e-6));
  }

  @Test
  void errorsAreTakenByHour() {
    // of the 20 hours from 8 on those at noon are off by 5
    SeriesPictures pictures = pictures(1, 100, "", row -> row % 24 == 12 ? 5 : 1);

    assertThat(pictures.score()).isEqualTo("MAE");
    assertThat(pictures.slots().keySet()).containsExactly("hour of the day", "day of the week");
    assertThat(pictures.slots().get("hour of the day"))
        .containsEntry("12", 5.0)
        .containsEntry("13", 1.0)
        .doesNotContainKey("5");
  }

  @Test
  void monthsHaveNoErrorsByDayOfTheWeek() {
    SeriesPictures pictures = pictures(1, 100, ChronoUnit.MONTHS, "", row -> 1);

    assertThat(pictures.slots().keySet()).containsExactly("month");
  }

  @Test
  void fewerThanTenErrorsHaveNoAutocorrelation() {
    SeriesPictures.OfSeries one = pictures(1, 45, "", row -> row).series().get(0);

    assertThat(one.errors().values()).hasSize(8);
    assertThat(one.autocorrelation()).isEmpty();
  }

  @Test
  void ofManySeriesTheBestAndTheWorstAreDrawn() {
    SeriesPictures pictures = pictures(9, 60, "series: {by: [shop]}, ", e -> 1);

    assertThat(pictures.series()).hasSize(6);
    assertThat(pictures.chosen())
        .contains(
            "The charts show the 3 best and the 3 worst of 9 series by MASE, the best first.");
    assertThat(pictures.score()).isEqualTo("MASE");
  }

  @Test
  void longSeriesStaySmall() throws Exception {
    SeriesPictures pictures = pictures(1, 20_000, "", row -> Math.sin(row));
    Path file = folder.resolve("pictures.json");
    pictures.write(file);

    assertThat(pictures.series().get(0).everyRows()).isEqualTo(34); // 20,000 / 600 rounded up
    assertThat(pictures.series().get(0).errors().values()).hasSize(600);
    assertThat(Files.size(file)).isLessThan(150_000);
    assertThat(SeriesPictures.read(file)).contains(pictures);
  }

  /**
   * Of hours with a season of a day.
   *
   * @param errors forecast less actual, by row of the forecast
   */
  private SeriesPictures pictures(int series, int hours, String by, DoubleUnaryOperator errors) {
    return pictures(series, hours, ChronoUnit.HOURS, by, errors);
  }

  private SeriesPictures pictures(
      int series, int rowsOfEach, ChronoUnit unit, String by, DoubleUnaryOperator errors) {
    DataSpec spec =
        ConfigReader.parse(
                """
                name: drawn
                data:
                  {source: {csv: {path: none.csv}}, time: {column: time, format: yyyy-MM-dd HH:mm, frequency: %s, season: 24},
                   %sinput: {series: {lookback: 3}}, target: {forecast: {columns: [load], horizon: 2}},
                   split: {validation: {rows: %s}, test: {rows: %s}}}
                network: [{gru: {units: 2}}]
                """
                    .formatted(
                        unit == ChronoUnit.HOURS ? "1h" : "1mo",
                        by,
                        rowsOfEach / 5,
                        rowsOfEach / 5),
                "drawn.yaml",
                folder,
                List.of())
            .config()
            .data();
    List<List<String>> rows = new ArrayList<>();
    LocalDateTime start = LocalDateTime.of(2024, 1, 1, 0, 0);
    for (int s = 0; s < series; s++) {
      for (int t = 0; t < rowsOfEach; t++) {
        double load = 10 + Math.sin(t * Math.PI / 12) + 0.01 * ((t * 7 + s) % 5);
        String time = start.plus(t, unit).toString().replace('T', ' ');
        rows.add(List.of("s" + s, time, Double.toString(load)));
      }
    }
    Dataset data = Dataset.load(spec, Table.of(List.of("shop", "time", "load"), rows));
    Examples test = data.examples(Part.TEST);
    Forecasts perfect = data.pipeline().target().perfect(test).as(Forecasts.class);
    int firstRow = rowsOfEach - rowsOfEach / 5;
    double[][][] forecast = new double[perfect.size()][2][1];
    IntStream.range(0, forecast.length)
        .forEach(
            w -> {
              int row = firstRow + w % (rowsOfEach / 5 - 1);
              for (int step = 0; step < 2; step++) {
                forecast[w][step][0] =
                    perfect.actual()[w][step][0] + errors.applyAsDouble(row + step);
              }
            });
    Forecasts wrong =
        new Forecasts(perfect.columns(), perfect.actual(), forecast, perfect.series());
    return data.pipeline().target().pictures(data.parts(), test, wrong).orElseThrow();
  }
}
