package dev.sluice.frame.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.frame.Part;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.source.Table;
import dev.sluice.spec.DataSpec;
import dev.sluice.spec.InputSpec.Calendar;
import dev.sluice.spec.ScaleSpec;
import dev.sluice.spec.TransformSpec;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SeriesPipelineTest {
  private final DataSpec spec = SpecBuilder.airline().build();
  private final Table airline = SpecBuilder.airlineTable();
  private final SeriesDataset dataset = SeriesDataset.load(spec, airline);
  private final SeriesPipeline pipeline = dataset.pipeline();

  private static Table months(int first, int count) {
    return SpecBuilder.table(
        List.of("passengers", "month"),
        count,
        i -> {
          int month = first + i;
          String time = "%s-%s".formatted(1961 + month / 12, 101 + month % 12).replace("-1", "-");
          return List.of(Integer.toString(100 + (month * 37) % 90), time);
        });
  }

  private static float[] features(SeriesExamples examples, int window) {
    float[] x = new float[examples.featureCount() * examples.lookback()];
    examples.writeFeatures(window, x, 0);
    return x;
  }

  @Test
  void shapesFollowFromTheConfig() {
    assertThat(pipeline.input()).isEqualTo(new InputShape.Steps(3, 24));
    assertThat(pipeline.season()).isEqualTo(12);
    assertThat(pipeline.frequency()).contains("1mo");
  }

  @Test
  void targetsComeFirstThenCovariatesThenTheCalendar() {
    DataSpec several =
        SpecBuilder.forecasting(List.of("b", "a"), 2, 1)
            .covariates("c")
            .time("date", "1d")
            .calendar(Calendar.WEEKDAY)
            .column("a", new ScaleSpec.None())
            .column("b", new ScaleSpec.None())
            .column("c", new ScaleSpec.None())
            .build();
    Table table =
        Table.of(
            List.of("date", "a", "b", "c"),
            List.of(
                List.of("2024-05-27", "1", "10", "100"), // a Monday
                List.of("2024-05-28", "2", "20", "200"),
                List.of("2024-05-29", "3", "30", "300")));

    SeriesExamples training = SeriesDataset.load(several, table).examples(Part.TRAINING);

    float tuesday = (float) (2 * Math.PI / 7);
    assertThat(features(training, 0))
        .usingComparatorWithPrecision(1e-6f)
        .containsExactly(
            10, 20, 1, 2, 100, 200, 0, (float) Math.sin(tuesday), 1, (float) Math.cos(tuesday));
    assertThat(training.actual(0)).isDeepEqualTo(new double[][] {{30, 3}});
  }

  @Test
  void windowsShareTheRowsThatCameTrueInSeveralOfThem() {
    DataSpec spec = SpecBuilder.forecasting("y", 2, 3).column("y", new ScaleSpec.None()).build();
    Table table = SpecBuilder.table(List.of("y"), 8, i -> List.of(Integer.toString(i * i)));

    SeriesExamples training = SeriesDataset.load(spec, table).examples(Part.TRAINING);
    double[][][] actual = training.actual();

    assertThat(actual).hasNumberOfRows(4);
    assertThat(actual[1]).isDeepEqualTo(new double[][] {{9}, {16}, {25}});
    assertThat(actual[1]).isDeepEqualTo(training.actual(1));
    assertThat(actual[1][1]).isSameAs(actual[0][2]).isSameAs(actual[2][0]);
  }

  @Test
  void theGapIsNeitherSeenNorForecast() {
    DataSpec gap =
        SpecBuilder.forecasting("y", 2, 2).gap(3).column("y", new ScaleSpec.None()).build();
    Table table = SpecBuilder.table(List.of("y"), 8, i -> List.of(Integer.toString(i * i)));

    SeriesDataset rows = SeriesDataset.load(gap, table);
    SeriesExamples training = rows.examples(Part.TRAINING);
    SeriesExamples next = rows.pipeline().unlabelled(table);

    assertThat(training.size()).isEqualTo(8 - 2 - 3 - 2 + 1);
    assertThat(features(training, 1)).containsExactly(1, 4);
    assertThat(training.cutoff(1)).isEqualTo("3");
    assertThat(training.timestamps(1)).containsExactly("7", "8");
    assertThat(training.actual(1)).isDeepEqualTo(new double[][] {{36}, {49}});
    assertThat(next.timestamps(0)).containsExactly("12", "13");
  }

  @Test
  void aReadBackPipelineIsTheSame() throws Exception {
    JsonNode json = new ObjectMapper().readTree(pipeline.toJson().toString());

    SeriesPipeline readBack = SeriesPipeline.fromJson(spec, json);

    assertThat(readBack.toJson().toString()).isEqualTo(pipeline.toJson().toString());
    SeriesExamples one = pipeline.labelled(airline);
    SeriesExamples two = readBack.labelled(airline);
    assertThat(two.size()).isEqualTo(one.size());
    for (int w = 0; w < one.size(); w++) {
      assertThat(features(two, w)).isEqualTo(features(one, w));
      double[] output = {.1, .2, .3, .4, .5, .6, .7, .8, .9, 1, -1, 0};
      assertThat(two.toOriginalUnits(w, output)).isDeepEqualTo(one.toOriginalUnits(w, output));
    }
    assertThat(two.seasonalChange(0)).isEqualTo(one.seasonalChange(0));
    assertThat(two.squaredSeasonalChange(0)).isEqualTo(one.squaredSeasonalChange(0));
  }

  @Test
  void theJsonSaysWhatWasFitted() {
    // mean and population deviation of the 96 logarithms; mean of |y(t) - y(t-12)| over 84 months
    assertThat(pipeline.toJson().toPrettyString().lines().map(String::strip).toList())
        .startsWith(
            "{",
            "\"version\" : 1,",
            "\"kind\" : \"series\",",
            "\"frequency\" : \"1mo\",",
            "\"day_of_month\" : 1,",
            "\"season\" : 12,",
            "\"columns\" : {",
            "\"passengers\" : {");
    JsonNode column = pipeline.toJson().path("columns").path("passengers");
    assertThat(column.path("shift").asDouble()).isCloseTo(5.309321765163698, within(1e-12));
    assertThat(column.path("divisor").asDouble()).isCloseTo(0.33358729775613655, within(1e-12));
    assertThat(column.path("seasonal_change").asDouble()).isEqualTo(2453 / 84.0);
  }

  @Test
  void anotherVersionOrConfigIsRefused() {
    ObjectNode newer = ((ObjectNode) pipeline.toJson()).put("version", 2);

    assertThatThrownBy(() -> SeriesPipeline.fromJson(spec, newer))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            the pipeline of the model cannot be read: it is 'series' of version 2, and this program reads 'series' of version 1
                train again\
            """);
    DataSpec other = SpecBuilder.forecasting("sales", 24, 12).build();
    assertThatThrownBy(() -> SeriesPipeline.fromJson(other, pipeline.toJson()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "it was fitted to the columns [passengers], and the config names [sales]");
  }

  @Test
  void labelledRowsGiveEveryWindowThatTheyHold() {
    SeriesExamples examples = pipeline.labelled(months(0, 40));

    assertThat(examples.size()).isEqualTo(40 - 24 - 12 + 1);
    assertThat(examples.cutoff(0)).isEqualTo("1962-12");
    assertThat(examples.timestamps(4)).startsWith("1963-05").endsWith("1964-04");
    assertThat(examples.cutoffRow(4)).isEqualTo(27);
  }

  @Test
  void newRowsAreSeenAsTheDatasetSeesThem() {
    SeriesExamples examples = pipeline.labelled(airline);
    SeriesExamples test = dataset.examples(Part.TEST);

    int offset = examples.size() - test.size();
    for (int w = 0; w < test.size(); w++) {
      assertThat(features(examples, offset + w)).isEqualTo(features(test, w));
      assertThat(examples.cutoff(offset + w)).isEqualTo(test.cutoff(w));
    }
  }

  @Test
  void predictingNeedsTheLookbackOnly() {
    SeriesExamples next = pipeline.unlabelled(months(0, 24));

    assertThat(next.cutoff(0)).isEqualTo("1962-12");
    assertThat(next.timestamps(0)).startsWith("1963-01").endsWith("1963-12");
    assertThatThrownBy(() -> next.actual(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aDifferenceNeedsOneRowMore() {
    DataSpec difference =
        SpecBuilder.forecasting("y", 3, 2)
            .column("y", new TransformSpec.Difference(), new ScaleSpec.None())
            .build();
    Table training =
        SpecBuilder.table(List.of("y"), 9, i -> List.of(Integer.toString(i * i))); // 0 1 4 9 16
    SeriesPipeline fitted = SeriesDataset.load(difference, training).pipeline();
    Table four =
        Table.of(List.of("y"), List.of(List.of("5"), List.of("7"), List.of("6"), List.of("9")));
    Table three = Table.of(List.of("y"), List.of(List.of("7"), List.of("6"), List.of("9")));

    SeriesExamples next = fitted.unlabelled(four);

    assertThat(features(next, 0)).containsExactly(2, -1, 3);
    assertThat(next.toOriginalUnits(0, new double[] {1, -2}))
        .isDeepEqualTo(new double[][] {{10}, {8}}); // 9 + 1, 10 - 2
    assertThatThrownBy(() -> fitted.unlabelled(three))
        .hasMessage(
            """
            rows: predict needs 4 rows (difference 1 + lookback 3); 3 given
                add at least 1 earlier row\
            """);
  }

  @Test
  void rowsThatDoNotFitTheModelAreRefused() {
    assertThatThrownBy(() -> pipeline.unlabelled(months(0, 20)))
        .isInstanceOf(UserException.class)
        .hasMessage("rows: predict needs 24 rows; 20 given\n    add at least 4 earlier rows");
    assertThatThrownBy(() -> pipeline.labelled(months(0, 30)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            rows: a score needs 36 rows (lookback 24 + horizon 12); 30 given
                add at least 6 earlier rows\
            """);
    Table daily =
        SpecBuilder.table(
            List.of("month", "passengers"),
            24,
            i -> List.of("2024-01-" + (i < 9 ? "0" : "") + (i + 1), "5"));
    assertThatThrownBy(() -> pipeline.unlabelled(daily))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            rows: model was trained on 1mo, input is 1d
                resample the rows to steps of 1mo\
            """);
    Table other = Table.of(List.of("month", "sales"), List.of(List.of("2024-01", "5")));
    assertThatThrownBy(() -> pipeline.unlabelled(other))
        .isInstanceOf(UserException.class)
        .hasMessage("rows: column 'passengers' missing\n    columns of rows: month, sales");
    Table empty = Table.of(List.of("month", "passengers"), List.of());
    assertThatThrownBy(() -> pipeline.unlabelled(empty))
        .isInstanceOf(UserException.class)
        .hasMessage("rows: has no rows");
  }

  @Test
  void fewRowsGoOnWithTheEndsOfMonthsOfTheTrainingPart() {
    DataSpec monthly = SpecBuilder.forecasting("y", 1, 1).time("date", "1q").build();
    Table ends =
        Table.of(
            List.of("date", "y"),
            List.of(
                List.of("2023-06-30", "1"),
                List.of("2023-09-30", "2"),
                List.of("2023-12-31", "4")));
    Table thirtieths =
        Table.of(
            List.of("date", "y"),
            List.of(
                List.of("2023-06-30", "1"),
                List.of("2023-09-30", "2"),
                List.of("2023-12-30", "4")));
    Table last = Table.of(List.of("date", "y"), List.of(List.of("2024-09-30", "3")));

    assertThat(SeriesDataset.load(monthly, ends).pipeline().unlabelled(last).timestamps(0))
        .containsExactly("2024-12-31");
    assertThat(SeriesDataset.load(monthly, thirtieths).pipeline().unlabelled(last).timestamps(0))
        .containsExactly("2024-12-30");
  }

  @Test
  void aHistoryFromFebruaryOnGoesOnWithTheDayOfTheTrainingPart() throws Exception {
    DataSpec monthly = SpecBuilder.forecasting("y", 1, 1).time("date", "1mo").build();
    Table thirtieths =
        Table.of(
            List.of("date", "y"),
            List.of(
                List.of("2019-02-28", "1"),
                List.of("2019-03-30", "2"),
                List.of("2019-04-30", "4")));
    Table last = Table.of(List.of("date", "y"), List.of(List.of("2023-02-28", "3")));
    SeriesPipeline fitted = SeriesDataset.load(monthly, thirtieths).pipeline();
    JsonNode json = new ObjectMapper().readTree(fitted.toJson().toString());

    assertThat(fitted.unlabelled(last).timestamps(0)).containsExactly("2023-03-30");
    assertThat(SeriesPipeline.fromJson(monthly, json).unlabelled(last).timestamps(0))
        .containsExactly("2023-03-30");
  }

  @Test
  void pipelinesOfAnEarlierVersionSayWhetherTheDayIsTheLast() throws Exception {
    DataSpec monthly = SpecBuilder.forecasting("y", 1, 1).time("date", "1mo").build();
    Table days =
        Table.of(
            List.of("date", "y"), List.of(List.of("2019-05-30", "1"), List.of("2019-06-30", "2")));
    Table last = Table.of(List.of("date", "y"), List.of(List.of("2023-04-30", "3")));
    ObjectNode json =
        (ObjectNode)
            new ObjectMapper()
                .readTree(SeriesDataset.load(monthly, days).pipeline().toJson().toString());
    json.remove("day_of_month");

    json.put("month_ends", true);
    assertThat(SeriesPipeline.fromJson(monthly, json).unlabelled(last).timestamps(0))
        .containsExactly("2023-05-31");
    json.put("month_ends", false);
    assertThat(SeriesPipeline.fromJson(monthly, json).unlabelled(last).timestamps(0))
        .containsExactly("2023-05-30");
  }

  @Test
  void theSummaryTellsPartsWindowsAndScales() {
    Map<String, Object> summary = dataset.summary();

    assertThat(summary.keySet())
        .containsExactly(
            "parts",
            "frequency",
            "season",
            "lookback",
            "gap",
            "horizon",
            "stride",
            "targets",
            "past_covariates",
            "calendar",
            "window_scale",
            "columns");
    assertThat(summary.get("parts"))
        .hasToString(
            "{training={rows=96, from=1949-01, to=1956-12, windows=61},"
                + " validation={rows=24, from=1957-01, to=1958-12, windows=13},"
                + " test={rows=24, from=1959-01, to=1960-12, windows=13}}");
    assertThat(summary)
        .containsEntry("frequency", "1mo")
        .containsEntry("season", 12)
        .containsEntry("calendar", List.of("month"))
        .containsEntry("window_scale", "last_value");
    assertThat(summary.get("columns").toString())
        .startsWith("{passengers={transform=log, scale=standard, shift=5.3093");
  }

  @Test
  void messagesDoNotDependOnTheMachinesLanguage() {
    Locale locale = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));

      assertThatThrownBy(() -> pipeline.unlabelled(months(0, 20)))
          .hasMessageStartingWith("rows: predict needs 24 rows; 20 given\n");
    } finally {
      Locale.setDefault(locale);
    }
  }
}
