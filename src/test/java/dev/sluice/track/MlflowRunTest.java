package dev.sluice.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.run.Epoch;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.spec.TrackerSpec;
import dev.sluice.track.FakeMlflow.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MlflowRunTest {
  @TempDir Path folder;
  private FakeMlflow server;
  private TrackedRun run;

  @BeforeEach
  void begin() throws IOException {
    server = new FakeMlflow();
    run = TrackedRuns.in(folder, "{tensorboard: {}}");
  }

  @AfterEach
  void close() {
    server.close();
  }

  private MlflowRun tracker() {
    return tracker(Map.of());
  }

  private MlflowRun tracker(Map<String, String> environment) {
    return new MlflowRun(
        new TrackerSpec.Mlflow(server.uri() + "/", "a & b", true, 5),
        run,
        MlflowServer.at(server.uri(), environment));
  }

  @Test
  void sendsParametersCurvesTagsFilesAndTheEnd() throws Exception {
    MlflowRun tracker = tracker();
    Files.writeString(run.folder().report(), "<p>report");
    Files.createDirectories(run.folder().model());
    Files.writeString(run.folder().model().resolve("manifest.json"), "{}");

    tracker.begin();
    tracker.add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2)));
    run.folder().setStatus(Status.FINISHED);
    tracker.end();

    assertThat(server.experiments).containsExactly("a & b");
    assertThat(server.runNames).containsExactly("first try");
    assertThat(server.parameters)
        .containsEntry("network.1.lstm.units", "3")
        .containsEntry("seed", "42")
        .doesNotContainKey("tracking.tensorboard");
    assertThat(server.tags)
        .containsEntry("mlflow.source.git.commit", "ab".repeat(20))
        .containsEntry("version.sluice", "1");
    assertThat(server.curves.get("loss/training"))
        .extracting(FakeMlflow.Point::value)
        .containsExactly(1.0, 0.5);
    List<FakeMlflow.Point> validation = server.curves.get("loss/validation");
    assertThat(validation).extracting(FakeMlflow.Point::step).containsExactly(1L, 2L);
    assertThat(validation.get(1).time() - validation.get(0).time()).isEqualTo(1500); // one epoch
    assertThat(server.files)
        .containsKeys(
            "1/run-1/artifacts/report.html",
            "1/run-1/artifacts/config.yaml",
            "1/run-1/artifacts/model/manifest.json");
    assertThat(server.statuses).containsExactly("FINISHED");
    assertThat(tracker.place()).contains(server.uri() + "/#/experiments/1/runs/run-1");
  }

  @Test
  void aResumedRunGoesOnWithItsRunAndSendsNothingTwice() throws Exception {
    MlflowRun first = tracker();
    first.begin();
    first.add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2)));

    MlflowRun second = tracker();
    second.begin();
    second.add(List.of(TrackedRuns.epoch(1), TrackedRuns.epoch(2), TrackedRuns.epoch(3)));

    assertThat(server.runNames).hasSize(1);
    assertThat(server.curves.get("loss/training"))
        .extracting(FakeMlflow.Point::step)
        .containsExactly(1L, 2L, 3L);
    assertThat(server.statuses).containsExactly("RUNNING");
  }

  @ParameterizedTest
  @CsvSource({"FINISHED, FINISHED", "INTERRUPTED, KILLED", "DIVERGED, FAILED", "RUNNING, FAILED"})
  void theEndIsThatOfTheRun(Status ours, String theirs) throws Exception {
    MlflowRun tracker = tracker();
    tracker.begin();
    run.folder().setStatus(ours);

    tracker.end();

    assertThat(server.statuses).containsExactly(theirs);
  }

  @Test
  void manyEpochsAreSentInRequestsThatMlflowTakes() throws Exception {
    MlflowRun tracker = tracker();
    tracker.begin();
    server.batches.clear();
    List<Epoch> epochs = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      epochs.add(TrackedRuns.epoch(i)); // 5 numbers each
    }

    tracker.add(epochs);

    assertThat(server.batches).containsExactly(1000, 1000, 500);
    assertThat(server.curves.get("loss/training")).hasSize(500);
  }

  @Test
  void namesOfColumnsBecomeNamesThatMlflowTakes() {
    assertThat(MlflowRun.name("data.columns.\"a \u20ac/../b\".scale"))
        .isEqualTo("data.columns._a _/__/b_.scale");
    assertThat(MlflowRun.name("/")).isEqualTo("_");
    assertThat(MlflowRun.name("x".repeat(300))).hasSize(250).endsWith("...");
  }

  @Test
  void credentialsComeFromTheEnvironmentAndAreKeptNowhere() throws Exception {
    tracker(Map.of("MLFLOW_TRACKING_TOKEN", "s3cret")).begin();
    tracker(Map.of("MLFLOW_TRACKING_USERNAME", "eve", "MLFLOW_TRACKING_PASSWORD", "s3cret"))
        .begin();

    assertThat(server.authorizations).contains("Bearer s3cret", "Basic ZXZlOnMzY3JldA==");
    assertThat(Files.readString(run.folder().path().resolve("mlflow.json")))
        .doesNotContain("s3cret");
  }

  @ParameterizedTest
  @CsvSource({
    "ERROR_500, 'HTTP status 500'",
    "GARBAGE, 'does not answer as an MLflow server does'",
    "FORBIDDEN, 'set MLFLOW_TRACKING_TOKEN'",
    "REDIRECT, 'redirects to another address (302)'",
    "SILENCE, 'does not answer within 1 s'"
  })
  void eachFailureSaysWhatIsWrong(Fault fault, String message) {
    server.fail(fault);
    MlflowServer impatient =
        new MlflowServer(server.uri(), Optional.of("Bearer s3cret"), Duration.ofSeconds(1));
    MlflowRun tracker =
        new MlflowRun(new TrackerSpec.Mlflow(server.uri(), "x", true, 5), run, impatient);

    assertThatThrownBy(tracker::begin)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message)
        .hasMessageContaining(server.uri())
        .hasMessageNotContaining("s3cret")
        .hasMessageNotContaining("\u001b");
  }
}
