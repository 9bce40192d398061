package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.experiment.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training that diverges on a column of much larger numbers than the others. */
class DivergedSeriesTest {
  @TempDir Path folder;

  @BeforeEach
  void writeRows() throws IOException {
    StringBuilder rows = new StringBuilder("load,water flow\n");
    for (int t = 0; t < 120; t++) {
      rows.append("%s,%s\n".formatted(10 + t % 7, 1_000_000_000 + 1000 * (t % 5)));
    }
    Files.writeString(folder.resolve("rows.csv"), rows);
  }

  @Test
  void theColumnThatStandsOutIsNamed() {
    TrainedNetwork trained = train();

    assertThat(trained.ending()).isEqualTo(Ending.DIVERGED);
    assertThat(trained.cause().orElseThrow())
        .startsWith("the loss or the weights became NaN or infinite at epoch 1, batch ")
        .endsWith(
            " (largest scaled input 1.00e+09 in 'water flow')\n"
                + "    try scale: {standard: {}} or transform: {log1p: {}} of data.columns.\"water"
                + " flow\", or a lower learning_rate, or gradient_clipping: {global_norm: 1.0}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.columns.\"water flow\".scale={standard: {}}",
        "data.columns.\"water flow\"={transform: {log1p: {}}, scale: {standard: {}}}",
        "training.gradient_clipping={global_norm: 1.0}"
      })
  void whatIsAdvisedHelps(String advised) {
    assertThat(train(advised).ending()).isEqualTo(Ending.COMPLETED);
  }

  private TrainedNetwork train(String... overrides) {
    return Experiment.of(
            ConfigReader.parse(
                """
                name: diverging
                data:
                  source: {csv: {path: rows.csv}}
                  columns: {"water flow": {scale: {none: {}}}}
                  input: {series: {lookback: 4, past_covariates: [water flow], window_scale: {none: {}}}}
                  target: {forecast: {columns: [load], horizon: 2}}
                  split: {test: {rows: 20}}
                network: [{simple_rnn: {units: 4, activation: linear}}]
                training: {epochs: 2, batch_size: 16, optimizer: {sgd: {learning_rate: 0.01}}}
                """,
                "diverging.yaml",
                folder,
                List.of(overrides)))
        .train();
  }
}
