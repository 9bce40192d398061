package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.predict.Predictor;
import dev.sluice.run.Json;
import dev.sluice.source.Table;
import dev.sluice.task.forecast.Forecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forecasts with what is said of where values may lie, from the config to predictions. */
class ForecastSpreadCommandsTest {
  @TempDir Path folder;

  private Path config(String target) throws IOException {
    List<String> rows = new ArrayList<>(List.of("the load"));
    Random random = new Random(5);
    for (int i = 0; i < 120; i++) {
      rows.add(Long.toString(Math.round(20 + 9 * Math.sin(i * 0.9) + 3 * random.nextGaussian())));
    }
    Files.writeString(folder.resolve("load.csv"), String.join("\r\n", rows) + "\r\n");
    return Files.writeString(
        folder.resolve("load.yaml"),
        """
        name: load
        data:
          source: {csv: {path: load.csv}}
          input: {series: {lookback: 7}}
          target: {forecast: {columns: [the load], horizon: 2, %s}}
          split: {validation: {rows: 30}, test: {rows: 30}}
        network: [{gru: {units: 4}}]
        training: {epochs: 4, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
        """
            .formatted(target));
  }

  @Test
  void theKeyOfAColumnWithABlankInItsNameIsQuotedAndFound() throws IOException {
    Path config = config("distribution: {gaussian: {}}");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "  input:",
                "  columns:\n    the load:\n      transform: {difference: {}}\n  input:"));

    String err = CommandLineRun.of("check", config.toString()).err();

    assertThat(err)
        .startsWith(
            config
                + ":6:7: data.columns.\"the load\".transform: quantiles of changes do not add up");
  }

  private List<String> lines(Path file) throws IOException {
    return Files.readAllLines(file);
  }

  @Test
  void conformalIntervalsAreTrainedKeptScoredAndPredicted() throws IOException {
    Path config = config("intervals: {conformal: {levels: [0.8, 0.95]}}");
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("load.csv"));

    JsonNode test = Json.read(run.resolve("results.json")).get("test");
    assertThat(test.at("/metrics/coverage_80").asDouble()).isBetween(0.5, 1.0);
    assertThat(test.at("/by_step/1/coverage_95").isNumber()).isTrue();
    assertThat(test.at("/metrics").has("coverage")).isFalse();
    assertThat(test.at("/metrics").has("pinball")).isFalse(); // it has no quantiles
    assertThat(lines(run.resolve("predictions.csv")).get(0))
        .isEqualTo(
            "cutoff,timestamp,step,column,actual,forecast,lower_80,upper_80,lower_95,upper_95");
    assertThat(Json.read(run.resolve("model").resolve("pipeline.json")).at("/target/intervals"))
        .isNotEmpty();
    assertThat(run.resolve("report.html"))
        .content()
        .contains("\"bands\":[[\"lower_95\",\"upper_95\"],[\"lower_80\",\"upper_80\"]]")
        .contains("\"levels\":{\"coverage_80\":0.8,\"coverage_95\":0.95}");
    String scores = CommandLineRun.of("evaluate", run.toString(), "--json").out();
    assertThat(new ObjectMapper().readTree(scores).get("test"))
        .isEqualTo(test.get("metrics")); // by the intervals that the model keeps
    List<String> predicted = commands.predict().out().lines().toList();
    assertThat(predicted.get(0))
        .isEqualTo("cutoff,timestamp,step,column,forecast,lower_80,upper_80,lower_95,upper_95");
    try (Predictor predictor = Predictor.load(run)) {
      Forecast forecast = predictor.forecast(Table.of(List.of("the load"), rows()));
      double upper = forecast.upper(0.8, "the load")[1];
      assertThat(predicted.get(2)).contains("," + upper + ",");
      assertThat(forecast.lower(0.95, "the load")[1])
          .isLessThan(forecast.lower(0.8, "the load")[1])
          .isLessThan(forecast.column("the load")[1]);
    }
  }

  @Test
  void quantilesAreTrainedScoredAndPredictedBesideIntervals() throws IOException {
    Path config = config("quantiles: [0.1, 0.5, 0.9], intervals: {conformal: {levels: [0.95]}}");
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("load.csv"));

    JsonNode metrics = Json.read(run.resolve("results.json")).at("/test/metrics");
    assertThat(metrics.get("crps").asDouble())
        .isEqualTo(2 * metrics.get("pinball").asDouble())
        .isPositive();
    assertThat(metrics.has("coverage_95")).isTrue();
    assertThat(metrics.has("coverage_80")).isFalse(); // the intervals are judged where they are
    assertThat(lines(run.resolve("predictions.csv")).get(0))
        .endsWith(",forecast,lower_95,upper_95,q_0.1,q_0.5,q_0.9");
    assertThat(commands.predict().out().lines().toList().get(0))
        .endsWith(",forecast,lower_95,upper_95,q_0.1,q_0.5,q_0.9");
    try (Predictor predictor = Predictor.load(run)) {
      Forecast forecast = predictor.forecast(Table.of(List.of("the load"), rows()));
      assertThat(forecast.quantile(0.5, "the load")).isEqualTo(forecast.column("the load"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"gaussian: {}", "student_t: {}", "negative_binomial: {quantiles: [0.1, 0.9]}"})
  void distributionsAreTrainedScoredAndPredicted(String distribution) throws IOException {
    Path config = config("distribution: {" + distribution + "}");
    Path run = folder.resolve("run");

    EveryCommand commands = EveryCommand.of(config, run, folder.resolve("load.csv"));

    JsonNode results = Json.read(run.resolve("results.json"));
    assertThat(results.at("/test/metrics/coverage_80").asDouble()).isBetween(0.4, 1.0);
    assertThat(results.at("/test/metrics/mae").asDouble()).isLessThan(10);
    assertThat(lines(run.resolve("metrics.jsonl"))).hasSize(4);
    assertThat(commands.predict().out().lines().toList().get(0)).contains(",forecast,q_0.1,");
    assertThat(run.resolve("report.html")).content().contains("[\"q_0.1\",\"q_0.9\"]");
  }

  private List<List<String>> rows() throws IOException {
    return lines(folder.resolve("load.csv")).stream().skip(1).map(List::of).toList();
  }
}
