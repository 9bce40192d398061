package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {
  @TempDir Path folder;

  @Test
  void saysWhichRowsEachFitHasAndLeavesARun() throws IOException {
    CommandLineRun run = backtest("--origins", "4", "--refit", "every:2", "--json");

    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.err())
        .contains(
            """
            4 origins of 1 series, 1 row apart, 2 fits
            fit  cutoffs             origins  training rows  validation rows
              1  1959-09 to 1959-10        2            105               24
              2  1959-11 to 1959-12        2            107               24
            run %s
            fit 1 of 2, up to 1959-09: 1 epoch, epoch 1 kept
            """
                .formatted(folder.resolve("run")));
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("test").path("mae").asDouble()).isPositive();
    assertThat(json.path("baselines").path("seasonal_naive").path("mae").asDouble()).isPositive();
    assertThat(json.path("by_origin").findValuesAsText("cutoff"))
        .containsExactly("1959-09", "1959-10", "1959-11", "1959-12");
    assertThat(Files.readAllLines(folder.resolve("run/backtest.csv"))).hasSize(1 + 4 * 12);
    assertThat(folder.resolve("run/report.html")).isNotEmptyFile();

    CommandLineRun again = backtest("--origins", "4");
    assertThat(again.exit()).isEqualTo(2);
    assertThat(again.err()).contains("exists and is not an empty folder");
    CommandLineRun predict =
        CommandLineRun.of(
            "predict", folder.resolve("run").toString(), "--input", "data/airline-passengers.csv");
    assertThat(predict.exit()).isEqualTo(2);
    assertThat(predict.err()).contains("there is no model: the run is a backtest");
    CommandLineRun resume =
        CommandLineRun.of("backtest", "--resume", folder.resolve("run").toString());
    assertThat(resume.err()).contains("has finished: there is nothing to resume");
  }

  @Test
  void printsTheScoresOfEachOriginAndOfAll() {
    CommandLineRun run = backtest("--origins", "2", "--stride", "6");

    assertThat(run.err()).doesNotContain("tracking");
    assertThat(run.out())
        .containsPattern(
            "cutoff +mae +rmse +mase +smape\n1959-06 +\\d.*\n1959-12 +\\d.*\n\n +model +seas")
        .contains("report  " + folder.resolve("run/report.html"));
  }

  @Test
  void saysThatItIsNotTracked() {
    CommandLineRun run = backtest("--origins", "1", "--set", "tracking={tensorboard: {}}");

    assertThat(run.err()).contains("tracking: a backtest is not tracked\n");
    assertThat(folder.resolve("run/tensorboard")).doesNotExist();
  }

  @Test
  void refusesWordsThatSayNothing() {
    assertThat(backtest("--refit", "always").err())
        .contains("--refit: 'always' is not never, each or every:N");
    assertThat(backtest("--origins", "0").err()).contains("--origins must be 1 or more; found 0");
    assertThat(CommandLineRun.of("backtest").err()).contains("give a CONFIG, or --resume RUN");
  }

  private CommandLineRun backtest(String... options) {
    List<String> args = new ArrayList<>(List.of("backtest", "config/airline.yaml"));
    for (String set :
        List.of(
            "training.epochs=1",
            "network=[{simple_rnn: {units: 2}}]",
            "evaluation.baselines=[seasonal_naive]")) {
      args.addAll(List.of("--set", set));
    }
    args.addAll(List.of("--run", folder.resolve("run").toString()));
    args.addAll(List.of(options));
    return CommandLineRun.of(args.toArray(String[]::new));
  }
}
