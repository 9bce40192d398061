package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.predict.Predictor;
import dev.sluice.run.Json;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.train.TrainedNetwork;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunRecordTest {
  @Test
  void aRunThatIsInterruptedWhileItIsScoredKeepsItsModelAndIsScoredLater(@TempDir Path folder) {
    Experiment experiment =
        Experiment.of(
            ConfigReader.read(
                Path.of("config/reviews.yaml"),
                List.of(
                    "network=[{embedding: {size: 4}}, {lstm: {units: 4}}]",
                    "training.epochs=1",
                    "training.batch_size=200")));
    TrainedNetwork trained = experiment.train();
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord record = RunRecord.begin(run, experiment, List.of(), Instant.EPOCH);

    assertThat(record.end(experiment, trained, () -> Instant.EPOCH, () -> true)).isEmpty();

    assertThat(run.status()).contains(Status.INTERRUPTED);
    assertThat(Json.read(run.results()).at("/training/ending").asText()).isEqualTo("interrupted");
    assertThat(Json.read(run.results()).has("test")).isFalse();
    assertThat(run.report())
        .content()
        .contains("This run was interrupted before it was scored; it can be resumed.");
    assertThat(Predictor.load(run.path())).isNotNull();

    RunRecord resumed = RunRecord.goOn(run, experiment);
    assertThat(resumed.end(experiment, trained, () -> Instant.EPOCH)).isPresent();
    assertThat(run.status()).contains(Status.FINISHED);
  }
}
