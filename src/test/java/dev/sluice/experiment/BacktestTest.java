package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.evaluate.Patience;
import dev.sluice.experiment.Origins.Refit;
import dev.sluice.problem.UserException;
import dev.sluice.run.BacktestSummary;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.SeriesPictures;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {
  private static final int ROWS = 40;

  @TempDir Path folder;

  @Test
  void everyFitIsAFreshTrainingWithTheSplitOfThatFit() throws IOException {
    Backtest backtest = Backtest.of(config("{rows: 6}"), new Origins(3, 2, Refit.EACH));
    RunFolder run = record(backtest);

    // row 40, the last, is forecast from row 37: a gap of one row, then two; the others are 2
    // before
    assertThat(backtest.fits())
        .extracting(Backtest.Fit::firstCutoff)
        .containsExactly("33", "35", "37");
    for (Backtest.Fit fit : backtest.fits()) {
      Experiment fresh =
          Experiment.of(
              read("data.split.test={rows: %s}".formatted(fit.split().test().get().rows().get())));
      RunFolder trained = RunFolder.createAt(folder.resolve("fold-" + fit.number()));
      RunRecord.begin(trained, fresh, List.of(), Instant.EPOCH)
          .end(fresh, fresh.train(), () -> Instant.EPOCH);

      assertThat(rows(run.backtest(), fit.firstCutoff()))
          .hasSize(4) // two series, two steps
          .isEqualTo(rows(trained.predictions(), fit.firstCutoff()));
    }
  }

  @Test
  void withoutRefitOneNetworkForecastsFromAllOrigins() throws IOException {
    Backtest backtest = Backtest.of(config("{rows: 6}"), new Origins(4, 2, Refit.NEVER));
    RunFolder run = record(backtest);
    Experiment fresh = Experiment.of(read("data.split.test={rows: 9}")); // 3 + 3 x 2
    RunFolder trained = RunFolder.createAt(folder.resolve("trained"));
    RunRecord.begin(trained, fresh, List.of(), Instant.EPOCH)
        .end(fresh, fresh.train(), () -> Instant.EPOCH);

    assertThat(backtest.fits()).hasSize(1);
    for (String cutoff : List.of("31", "33", "35", "37")) {
      assertThat(rows(run.backtest(), cutoff))
          .hasSize(4)
          .isEqualTo(rows(trained.predictions(), cutoff));
    }
    assertThat(Files.readAllLines(run.backtest())).hasSize(1 + 4 * 4);
    assertThat(Files.readAllLines(run.backtest()).get(0))
        .isEqualTo("shop,cutoff,timestamp,step,column,actual,forecast");
  }

  @Test
  void recursiveForecastsHaveIntervalsAndAreTheSameInABacktest() throws IOException {
    config("{rows: 8}");
    String[] recursive = {
      "data.target.forecast={columns: [sales], horizon: 2, decoding: recursive,"
          + " intervals: {conformal: {levels: [0.5]}}}",
      "evaluation.metrics=[mae]"
    };
    RunFolder run = record(Backtest.of(read(recursive), new Origins(2, 2, Refit.NEVER)));
    Experiment fresh = Experiment.of(read(recursive[0], recursive[1], "data.split.test={rows: 4}"));
    RunFolder trained = RunFolder.createAt(folder.resolve("trained"));
    RunRecord.begin(trained, fresh, List.of(), Instant.EPOCH)
        .end(fresh, fresh.train(), () -> Instant.EPOCH);

    assertThat(Files.readAllLines(run.backtest()).get(0)).endsWith(",forecast,lower_50,upper_50");
    for (String cutoff : List.of("36", "38")) {
      assertThat(rows(run.backtest(), cutoff))
          .hasSize(4) // two series, two steps
          .isEqualTo(rows(trained.predictions(), cutoff));
    }
  }

  @Test
  void theReportDrawsTheForecastsOfAllFits() throws IOException {
    config("{rows: 8}");
    RunFolder run =
        record(
            Backtest.of(
                read(
                    "data.target.forecast={columns: [sales], horizon: 2,"
                        + " intervals: {conformal: {levels: [0.5]}}}",
                    "evaluation.metrics=[mae, coverage]"),
                new Origins(4, 2, Refit.EACH)));
    SeriesPictures pictures = SeriesPictures.read(run.pictures()).orElseThrow();

    assertThat(pictures.series())
        .extracting(SeriesPictures.OfSeries::name)
        .containsExactly("a", "b");
    SeriesPictures.OfSeries one = pictures.series().get(0);
    assertThat(one.windows())
        .extracting(SeriesPictures.Window::cutoff)
        .containsExactly("32", "34", "36", "38");
    assertThat(one.testFrom()).isEqualTo("33"); // behind the first cutoff
    assertThat(one.validationFrom()).contains("25");
    assertThat(one.errors().times()).containsExactly("33", "35", "37", "39");
    assertThat(one.windows().get(3).bounds()).containsOnlyKeys("lower_50", "upper_50");
    for (SeriesPictures.Window window : one.windows()) {
      String first = rows(run.backtest(), window.cutoff()).get(0); // a,32,33,1,sales,...
      assertThat(Double.parseDouble(first.split(",")[6]))
          .isEqualTo(window.forecast().get(0), within(1e-3));
    }
    String page = Files.readString(run.report());
    assertThat(page)
        .contains("<h2>Series and errors</h2>", "<h3>Coverage by step</h3>")
        .contains("the start of the validation rows of the first fit");
  }

  @Test
  void noForecastKnowsWhatComesAfterItsCutoff() throws IOException {
    Origins origins = new Origins(3, 1, Refit.EACH);
    RunFolder run = record(Backtest.of(config("{rows: 6}"), origins), "as-it-was");
    Files.writeString(
        folder.resolve("sales.csv"),
        Files.readString(folder.resolve("sales.csv")).replaceFirst("a,39,.*", "a,39,1000,x"));
    RunFolder changed = record(Backtest.of(read(), origins), "changed");

    assertThat(forecasts(changed)).hasSize(12).isEqualTo(forecasts(run));
  }

  @Test
  void aBacktestThatWasInterruptedGoesOnToTheSameBytes() throws IOException {
    Backtest backtest = Backtest.of(config("{rows: 6}"), new Origins(3, 1, Refit.EACH));
    RunFolder whole = record(backtest, "whole");
    RunFolder run = RunFolder.createAt(folder.resolve("interrupted"));
    Experiment first = backtest.experiment(backtest.fits().get(0));
    BacktestRecord begun = BacktestRecord.begin(run, backtest, first, List.of(), Instant.EPOCH);
    AtomicInteger asked = new AtomicInteger();
    BacktestResult part =
        backtest.run(first, watched(begun), () -> asked.incrementAndGet() > 5, Patience.ENDLESS);
    begun.end(first, part, () -> Instant.EPOCH);

    assertThat(run.status()).contains(Status.INTERRUPTED);
    assertThat(part.trained()).hasSizeBetween(1, 2);
    assertThat(run.backtest()).doesNotExist();

    Backtest unfinished = BacktestRecord.unfinished(run);
    Experiment again = unfinished.experiment(unfinished.fits().get(0));
    BacktestRecord goesOn = BacktestRecord.goOn(run, again);
    goesOn.end(
        again,
        unfinished.run(again, watched(goesOn), () -> false, Patience.ENDLESS),
        () -> Instant.EPOCH);

    assertThat(run.status()).contains(Status.FINISHED);
    assertThat(run.backtest()).hasSameBinaryContentAs(whole.backtest());
    assertThatThrownBy(() -> BacktestRecord.unfinished(run))
        .hasMessageContaining("has finished: there is nothing to resume");
  }

  @Test
  void dataThatChangeBetweenTwoFitsEndIt() throws IOException {
    Backtest backtest = Backtest.of(config("{rows: 6}"), new Origins(2, 1, Refit.EACH));
    Experiment first = backtest.experiment(backtest.fits().get(0));
    Backtest.Watcher changing =
        new Backtest.Watcher() {
          @Override
          public void trained(Backtest.Fit fit, TrainedNetwork trained) {
            Path data = folder.resolve("sales.csv");
            try {
              Files.writeString(
                  data, Files.readString(data).replaceFirst("a,39,.*", "a,39,1000,x"));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };

    assertThatThrownBy(() -> backtest.run(first, changing, () -> false, Patience.ENDLESS))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("sales.csv: has changed while it was read");
  }

  @Test
  void aTrainingAndABacktestDoNotGoOnWithEachOther() throws IOException {
    RunFolder run = record(Backtest.of(config("{rows: 6}"), new Origins(2, 1, Refit.NEVER)));

    assertThatThrownBy(() -> RunRecord.unfinished(run)).hasMessageContaining("is a backtest");
  }

  @Test
  void theSummaryHasFitsAndOrigins() throws IOException {
    RunFolder run =
        record(Backtest.of(config("{rows: 6}"), new Origins(5, 1, Refit.parse("every:2"))));
    BacktestSummary summary = BacktestSummary.read(run.backtestSummary()).get();

    assertThat(summary.fits()).extracting(BacktestSummary.OfFit::origins).containsExactly(2, 2, 1);
    // of 40 rows of each of two series: 3 + 4, 3 + 2 and 3 come after the first cutoff, 6 validate
    assertThat(summary.fits())
        .extracting(BacktestSummary.OfFit::trainingRows)
        .containsExactly(54L, 58L, 62L);
    assertThat(summary.byOrigin())
        .extracting(BacktestSummary.OfOrigin::cutoff)
        .containsExactly("33", "34", "35", "36", "37");
    assertThat(summary.byOrigin())
        .extracting(BacktestSummary.OfOrigin::fit)
        .containsExactly(1, 1, 2, 2, 3);
    assertThat(summary.byOrigin())
        .allSatisfy(origin -> assertThat(origin.baselines()).containsOnlyKeys("last_value"));
    double mean =
        summary.byOrigin().stream()
            .mapToDouble(o -> o.metrics().get("mae"))
            .average()
            .getAsDouble();
    assertThat(Files.readString(run.results())).contains("\"mae\" : " + shortened(mean));
    assertThat(Files.readString(run.report()))
        .contains("<h2>Backtest</h2>", "Scores of all origins", "MASE by origin");
  }

  @Test
  void validationRowsOfATimeAreCountedAndKeptBeforeEachCutoff() throws IOException {
    LoadedConfig byColumn = config("{column: part, value: v}");

    Backtest backtest = Backtest.of(byColumn, new Origins(2, 1, Refit.EACH));

    assertThat(backtest.fits())
        .allSatisfy(fit -> assertThat(fit.split().validation().get().rows()).contains(5));
  }

  @Test
  void tooFewRowsAreCountedAndTheMostThatFitIsRight() throws IOException {
    LoadedConfig config = config("{rows: 6}");

    assertThatThrownBy(() -> Backtest.of(config, new Origins(100, 1, Refit.NEVER)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            100 origins need 117 rows: 9 to train on (lookback 6 + gap 1 + horizon 2), 6 to validate, 3 to forecast and 99 for the other origins (99 x stride 1); found 40 in series 'a'
                at most 23 fit: --origins 23\
            """);
    assertThat(Backtest.of(config, new Origins(23, 1, Refit.NEVER)).run().scores()).isPresent();
    assertThatThrownBy(() -> Backtest.of(config, new Origins(24, 1, Refit.NEVER)))
        .hasMessageContaining("--origins 23");
  }

  @Test
  void intervalsOfEachFitAreScoredAndKept() throws IOException {
    config("{rows: 8}");
    LoadedConfig config =
        read(
            "data.target.forecast.intervals.conformal.levels=[0.5]",
            "evaluation.metrics=[coverage]");
    Backtest backtest = Backtest.of(config, new Origins(4, 1, Refit.EACH));

    RunFolder run = record(backtest);

    List<String> rows = Files.readAllLines(run.backtest());
    assertThat(rows.get(0)).endsWith(",forecast,lower_50,upper_50");
    assertThat(rows).hasSize(1 + 4 * 2 * 2);
    long inside =
        rows.stream()
            .skip(1)
            .map(row -> row.split(","))
            .filter(c -> number(c[7]) <= number(c[5]) && number(c[5]) <= number(c[8]))
            .count();
    assertThat(Files.readString(run.results())).contains("\"coverage_50\" : " + inside / 16.0);
    assertThat(BacktestSummary.read(run.backtestSummary()).get().byOrigin())
        .allSatisfy(origin -> assertThat(origin.metrics()).containsOnlyKeys("mase"));
  }

  private static double number(String cell) {
    return Double.parseDouble(cell);
  }

  @Test
  void onlySeriesHaveOrigins() {
    assertThatThrownBy(
            () ->
                Backtest.of(
                    ConfigReader.read(Path.of("config/reviews.yaml"), List.of()),
                    new Origins(2, 1, Refit.NEVER)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "data.input: a backtest forecasts a series from several times in its past, and the task"
                + " 'text' has no time");
  }

  private static Backtest.Watcher watched(BacktestRecord record) {
    return new Backtest.Watcher() {
      @Override
      public Optional<Checkpoints> checkpoints(Backtest.Fit fit) {
        return Optional.of(record.checkpoints(fit));
      }
    };
  }

  private RunFolder record(Backtest backtest) {
    return record(backtest, "backtest");
  }

  private RunFolder record(Backtest backtest, String name) {
    RunFolder run = RunFolder.createAt(folder.resolve(name));
    Experiment first = backtest.experiment(backtest.fits().get(0));
    BacktestRecord.begin(run, backtest, first, List.of(), Instant.EPOCH)
        .end(
            first,
            backtest.run(first, Backtest.Watcher.NONE, () -> false, Patience.ENDLESS),
            () -> Instant.EPOCH);
    return run;
  }

  /** Two shops; rows 27 to 31 of each are marked. */
  private LoadedConfig config(String validation) throws IOException {
    List<String> lines = new ArrayList<>(List.of("shop,day,sales,part"));
    for (String shop : List.of("a", "b")) {
      for (int day = 0; day < ROWS; day++) {
        double sales = 10 + day * 0.1 + 3 * Math.sin(day) + (shop.equals("b") ? 50 : 0);
        String part = day < 27 ? "t" : day < 32 ? "v" : "x";
        lines.add(shop + "," + day + "," + sales + "," + part);
      }
    }
    Files.write(folder.resolve("sales.csv"), lines);
    Files.writeString(
        folder.resolve("sales.yaml"),
        """
        name: sales
        data:
          source: {csv: {path: sales.csv}}
          series: {by: [shop]}
          input: {series: {lookback: 6}}
          target: {forecast: {columns: [sales], horizon: 2, gap: 1}}
          split: {validation: %s, test: {column: part, value: x}}
        network: [{simple_rnn: {units: 2}}]
        training: {epochs: 2, batch_size: 32}
        evaluation: {metrics: [mae, mase], baselines: [last_value]}
        """
            .formatted(validation));
    return read();
  }

  private LoadedConfig read(String... overrides) {
    return ConfigReader.read(folder.resolve("sales.yaml"), List.of(overrides));
  }

  private static List<String> rows(Path csv, String cutoff) throws IOException {
    return Files.readAllLines(csv).stream()
        .filter(line -> line.split(",")[1].equals(cutoff))
        .toList();
  }

  /** Without what came true. */
  private static Map<String, String> forecasts(RunFolder run) throws IOException {
    Map<String, String> forecasts = new TreeMap<>();
    for (String line : Files.readAllLines(run.backtest()).subList(1, 13)) {
      String[] cells = line.split(",");
      forecasts.put(
          String.join(",", IntStream.range(0, 5).mapToObj(i -> cells[i]).toList()), cells[6]);
    }
    return forecasts;
  }

  private static String shortened(double value) {
    return Double.toString(value).substring(0, 8);
  }
}
