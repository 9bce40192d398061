package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.predict.Predictor;
import dev.sluice.source.Sources;
import dev.sluice.spec.SourceSpec;
import dev.sluice.task.forecast.Forecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of several shops that is told prices and words ahead. */
class FutureCovariatesCommandsTest {
  @TempDir static Path folder;

  @BeforeAll
  static void train() throws IOException {
    Files.writeString(
        folder.resolve("sales.csv"),
        IntStream.range(0, 60)
            .mapToObj(
                i ->
                    "%s;%s;2024-01-%s;%s;%s;%s"
                        .formatted(
                            i % 2 == 0 ? "north side" : "south",
                            i % 2 == 0 ? "large" : "small",
                            i < 18 ? "0" + (1 + i / 2) : 1 + i / 2,
                            i * i % 13,
                            i % 5,
                            i % 3 == 0 ? "tv" : "none"))
            .collect(
                Collectors.joining("\r\n", "shop;size;day;units sold;price;promo\r\n", "\r\n")));
    Path config =
        Files.writeString(
            folder.resolve("sales.yaml"),
            """
            name: sales
            data:
              source: {csv: {path: sales.csv, delimiter: ';'}}
              series: {by: [shop], embedding: {size: 2}}
              time: {column: day, frequency: 1d}
              input: {series: {lookback: 3, future_covariates: [price, promo], static: [size], lags: [7]}}
              target: {forecast: {columns: [units sold], horizon: 2}}
              split: {validation: {rows: 4}, test: {rows: 4}}
            network: [{gru: {units: 2}}]
            training: {epochs: 1}
            """);
    CommandLineRun trained =
        CommandLineRun.of("train", config.toString(), "--run", folder.resolve("run").toString());
    assertThat(trained.exit()).as(trained.err()).isZero();
  }

  @Test
  void aTemplateThatIsFilledInPredicts() throws IOException {
    Path next = folder.resolve("next.csv");

    CommandLineRun template = predict("--template", "--output", next.toString());
    List<String> lines = Files.readAllLines(next);
    Files.write(next, lines.stream().map(line -> line.replaceFirst(";;;$", ";;3;none")).toList());
    CommandLineRun predicted = predict("--input", next.toString());

    assertThat(template)
        .isEqualTo(
            new CommandLineRun(
                0, "", "fill in 'price', 'promo' in 4 rows (2024-01-31 to 2024-02-01)\n"));
    assertThat(lines)
        .hasSize(25)
        .startsWith("shop;size;day;units sold;price;promo", "north side;large;2024-01-21;1;0;none")
        .contains("north side;large;2024-01-31;;;", "south;small;2024-02-01;;;");
    assertThat(predicted.exit()).as(predicted.err()).isZero();
    assertThat(predicted.err()).isEqualTo("last known 2024-01-30, first forecast 2024-01-31\n");
    assertThat(predicted.out())
        .startsWith(
            "shop,cutoff,timestamp,step,column,forecast\nnorth side,2024-01-30,2024-01-31,1,")
        .hasLineCount(5);
  }

  @Test
  void aTemplateThatIsNotFilledInIsRefusedWithItsDates() {
    Path empty = folder.resolve("empty.csv");

    predict("--template", "--input", sales(), "--output", empty.toString());

    assertThat(predict("--input", empty.toString()).err())
        .isEqualTo(
            """
            EMPTY: series 'north side': future_covariates 'price' is needed for 2024-01-31..2024-02-01 but ends 2024-01-30 (2 steps missing)
                fill it in, with 'units sold' left empty there; predict --template writes the rows to fill in
            EMPTY: series 'north side': future_covariates 'promo' is needed for 2024-01-31..2024-02-01 but ends 2024-01-30 (2 steps missing)
                fill it in, with 'units sold' left empty there; predict --template writes the rows to fill in
            EMPTY: series 'south': future_covariates 'price' is needed for 2024-01-31..2024-02-01 but ends 2024-01-30 (2 steps missing)
                fill it in, with 'units sold' left empty there; predict --template writes the rows to fill in
            EMPTY: series 'south': future_covariates 'promo' is needed for 2024-01-31..2024-02-01 but ends 2024-01-30 (2 steps missing)
                fill it in, with 'units sold' left empty there; predict --template writes the rows to fill in
            4 problems
            """
                .replace("EMPTY", empty.toString()));
  }

  @Test
  void aTemplateOfDataThatAreGoneAsksForOthers() throws IOException {
    Path elsewhere = folder.resolve("elsewhere.csv");
    Files.move(Path.of(sales()), elsewhere);
    try {
      assertThat(predict("--template").err())
          .isEqualTo(
              """
              SALES: no longer exists: the model was trained on it
                  give a file that ends with the last known rows: --input FILE
              1 problem
              """
                  .replace("SALES", sales()));
    } finally {
      Files.move(elsewhere, Path.of(sales()));
    }
  }

  @Test
  void describeShowsTheVectorsOfWordsAndSeries() {
    CommandLineRun described = CommandLineRun.of("describe", folder.resolve("run").toString());

    // Twice two words and the others, a number each; two series and the others, two numbers each.
    assertThat(described.out()).containsPattern("data.input categories .* 12\n");
  }

  @Test
  void evaluateScoresAllWindowsOfEachSeriesOfAFile() throws IOException {
    Path scored = folder.resolve("scored.csv");

    CommandLineRun evaluated =
        CommandLineRun.of(
            "evaluate",
            folder.resolve("run").toString(),
            "--data",
            sales(),
            "--output",
            scored.toString());

    // Of 30 rows, lag 7 + lookback 3 + horizon 2 leave 19 windows of two steps.
    assertThat(evaluated.exit()).as(evaluated.err()).isZero();
    assertThat(Files.readAllLines(scored))
        .hasSize(1 + 2 * 19 * 2)
        .containsAll(Files.readAllLines(folder.resolve("run/predictions.csv")));
  }

  @Test
  void javaForecastsEachSeriesAsTheCommandDoes() throws IOException {
    String history = Files.readString(Path.of(sales()));
    Path next =
        Files.writeString(
            folder.resolve("java.csv"),
            history
                + "south;small;2024-01-31;;1;tv\nsouth;small;2024-02-01;;1;none\n"
                + "north side;;2024-01-31;;1;new\nnorth side;;2024-02-01;;1;none\n");

    List<String> lines = predict("--input", next.toString()).out().lines().toList();
    try (Predictor predictor = Predictor.load(folder.resolve("run"))) {
      List<Forecast> forecasts =
          predictor.forecasts(Sources.open(new SourceSpec.Csv(next, ";", Optional.empty())).read());

      assertThat(forecasts.stream().map(Forecast::series))
          .containsExactly(List.of("north side"), List.of("south"));
      assertThat(lines.get(4))
          .isEqualTo(
              "south,2024-01-30,2024-02-01,2,units sold,"
                  + forecasts.get(1).column("units sold")[1]);
    }
  }

  private static String sales() {
    return folder.resolve("sales.csv").toString();
  }

  private static CommandLineRun predict(String... options) {
    return CommandLineRun.of(
        IntStream.range(0, options.length + 2)
            .mapToObj(
                i ->
                    i == 0 ? "predict" : i == 1 ? folder.resolve("run").toString() : options[i - 2])
            .toArray(String[]::new));
  }
}
