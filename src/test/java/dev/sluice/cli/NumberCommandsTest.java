package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.predict.Predictor;
import dev.sluice.run.Json;
import dev.sluice.source.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Numbers, from the file to predictions of new rows. */
class NumberCommandsTest {
  @TempDir Path folder;
  private Path run;

  /** The sum and the last value of sequences, and what a text says of them. */
  @BeforeEach
  void writeData() throws IOException {
    run = folder.resolve("run");
    List<String> lines = new ArrayList<>(List.of("t0,t1,t2,text,sum,last value"));
    for (int i = 0; i < 120; i++) {
      double[] t = {Math.sin(i), Math.cos(3 * i), Math.sin(7 * i + 1)};
      lines.add(
          "%s,%s,%s,%s,%s,%s"
              .formatted(
                  t[0],
                  t[1],
                  t[2],
                  i % 2 == 0 ? "a fine film " + i % 7 : "so dull " + i % 7,
                  100 + 10 * (t[0] + t[1] + t[2]) + (i % 2 == 0 ? 50 : 0),
                  t[2]));
    }
    Files.write(folder.resolve("rows.csv"), lines);
  }

  private CommandLineRun train(String input, String columns, String network) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("numbers.yaml"),
            """
            name: numbers
            data:
              source: {csv: {path: rows.csv}}
              split: {validation: {share: 0.2}, test: {share: 0.2}}
              input: INPUT
              target: {number: {columns: COLUMNS}}
            network: NETWORK
            training: {epochs: 30, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
            """
                .replace("INPUT", input)
                .replace("COLUMNS", columns)
                .replace("NETWORK", network));
    assertThat(CommandLineRun.of("check", config.toString()).exit()).isZero();
    assertThat(CommandLineRun.of("describe", config.toString()).exit()).isZero();
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    assertThat(train.exit()).as(train.err()).isZero();
    return train;
  }

  @Test
  void severalNumbersOfSequencesAreTrainedScoredAndPredicted() throws IOException {
    train("{sequence: {wide: {columns: [t0..t2]}}}", "[sum, last value]", "[{lstm: {units: 6}}]");

    CommandLineRun evaluate = CommandLineRun.of("evaluate", run.toString(), "--json");
    CommandLineRun predict =
        CommandLineRun.of(
            "predict", run.toString(), "--input", folder.resolve("rows.csv").toString());

    JsonNode test = Json.read(run.resolve("results.json")).path("test");
    assertThat(test.at("/metrics").fieldNames())
        .toIterable()
        .containsExactly("mae", "mse", "rmse", "r2", "bias");
    assertThat(test.at("/by_column/last value/r2").asDouble()).isGreaterThan(0.5);
    assertThat(test.at("/baselines/mean/r2").asDouble()).isLessThan(0.05);
    // the last value is one of the inputs, which a line gives back: R2 is 1 there, 0.1 for the sum
    assertThat(test.at("/baselines/linear/r2").asDouble()).isGreaterThan(0.4);
    assertThat(test.path("verdict").asText()).contains("MAE in standard deviations");
    assertThat(evaluate.exit()).as(evaluate.err()).isZero();
    assertThat(Files.readAllLines(run.resolve("predictions.csv")))
        .hasSize(1 + 2 * 24)
        .first()
        .isEqualTo("row,column,actual,prediction");
    assertThat(run.resolve("report.html")).content().contains("Scores by column", "largest errors");
    assertThat(predict.exit()).as(predict.err()).isZero();
    assertThat(predict.out().lines().toList())
        .hasSize(121)
        .first()
        .isEqualTo("t0,t1,t2,text,sum,last value,prediction_sum,prediction_last value");
  }

  @Test
  void aNumberOfATextIsInItsOwnUnits() throws IOException {
    train("{text: {column: text}}", "[sum]", "[{embedding: {size: 4}}, {lstm: {units: 4}}]");

    try (Predictor predictor = Predictor.load(run)) {
      Table rows =
          Table.of(List.of("text"), List.of(List.of("a fine film 3"), List.of("so dull 3")));

      double fine = predictor.numbers(rows).get(0).value("sum");
      double dull = predictor.numbers(rows).get(1).value("sum");

      // 150 and 100 on average, the rest is noise to a text
      assertThat(fine).isCloseTo(150, within(25.0));
      assertThat(dull).isCloseTo(100, within(25.0));
    }
    assertThat(Json.read(run.resolve("results.json")).at("/test/baselines/linear/r2").asDouble())
        .isGreaterThan(0.5);
  }

  @Test
  void whatIsNoNumberIsNamedWithItsLine() throws IOException {
    Files.write(
        folder.resolve("rows.csv"),
        List.of("t0,t1,t2,y", "1,2,3,4", "1,2,4,", "2,3,4,high", "3,4,5,inf"));
    Path config =
        Files.writeString(
            folder.resolve("numbers.yaml"),
            """
            name: numbers
            data:
              source: {csv: {path: rows.csv}}
              input: {sequence: {wide: {columns: [t0..t2]}}}
              target: {number: {columns: [y]}}
            network: [{lstm: {units: 2}}]
            """);

    CommandLineRun check = CommandLineRun.of("check", config.toString());

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("rows.csv:3: column 'y': no value")
        .contains("rows.csv:4: column 'y': 'high' is not a number")
        .contains("rows.csv:5: column 'y': 'inf' is not a number");
  }

  @Test
  void aSeriesIsForecastAndNotPredictedByRows() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("series.yaml"),
            """
            name: series
            data:
              source: {csv: {path: rows.csv}}
              input: {series: {lookback: 3}}
              target: {number: {columns: [sum]}}
            network: [{lstm: {units: 2}}]
            """);

    assertThat(CommandLineRun.of("check", config.toString()).err())
        .contains("input 'series' with target 'number' is not available in this version")
        .contains("pairs: text, tokens, ids or sequence with class, labels or number");
  }
}
