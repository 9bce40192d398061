package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.RunFolder;
import dev.sluice.track.FakeMlflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrackingCommandsTest {
  @TempDir Path folder;

  private CommandLineRun train(String run, String... assignments) {
    List<String> args = new ArrayList<>(List.of("train", "config/reviews.yaml"));
    for (String assignment :
        List.of(
            "network=[{embedding: {size: 4}}, {lstm: {units: 4}}]",
            "training.batch_size=200",
            "training.epochs=2",
            "evaluation.baselines=[majority]")) {
      args.addAll(List.of("--set", assignment));
    }
    for (String assignment : assignments) {
      args.addAll(List.of("--set", assignment));
    }
    args.addAll(List.of("--run", folder.resolve(run).toString()));
    return CommandLineRun.of(args.toArray(String[]::new));
  }

  private static String mlflow(String uri) {
    return "tracking={mlflow: {uri: '%s', experiment: reviews}, tensorboard: {}}".formatted(uri);
  }

  @Test
  void aTrackedRunIsTheSameModelAndIsSeenFromOutside() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      CommandLineRun plain = train("plain");
      CommandLineRun tracked = train("tracked", mlflow(server.uri()));

      assertThat(tracked.exit()).as(tracked.err()).isZero();
      assertThat(tracked.err())
          .contains("tracking: mlflow " + server.uri() + "/#/experiments/1/runs/run-1\n")
          .contains("tracking: tensorboard " + folder.resolve("tracked/tensorboard") + "\n")
          .doesNotContain("warning");
      assertThat(plain.err()).doesNotContain("tracking");
      for (String file : files(folder.resolve("plain/model"))) {
        assertThat(folder.resolve("tracked/model").resolve(file))
            .hasSameBinaryContentAs(folder.resolve("plain/model").resolve(file));
      }
      assertThat(server.runNames()).containsExactly("tracked");
      assertThat(server.parameters()).containsEntry("training.batch_size", "200");
      assertThat(server.curves())
          .containsKeys("loss/training", "accuracy/validation", "learning_rate", "test/accuracy");
      assertThat(server.curves().get("loss/validation")).hasSize(2);
      assertThat(server.files())
          .containsKeys(
              "1/run-1/artifacts/report.html",
              "1/run-1/artifacts/evaluation.json",
              "1/run-1/artifacts/model/parameters.bin");
      assertThat(server.statuses()).containsExactly("FINISHED");
    }
  }

  private static List<String> files(Path of) throws IOException {
    try (Stream<Path> all = Files.list(of)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aResumeMayGoToAnotherServer() throws IOException {
    try (FakeMlflow server = new FakeMlflow()) {
      assertThat(train("run").exit()).isZero();
      RunFolder run = new RunFolder(folder.resolve("run"));
      run.setStatus(RunFolder.Status.INTERRUPTED);
      Files.writeString(
          run.resolved(),
          Files.readString(run.resolved())
              + "tracking:\n  mlflow:\n    uri: %s\n    experiment: moved\n"
                  .formatted(server.uri()));

      CommandLineRun resumed = CommandLineRun.of("train", "--resume", run.path().toString());

      assertThat(resumed.exit()).as(resumed.err()).isZero();
      assertThat(server.curves().get("loss/training")).hasSize(2); // those of before
    }
  }

  @Test
  void allElseOfTheConfigStaysAsItWas() throws IOException {
    assertThat(train("run", "tracking={tensorboard: {}}").exit()).isZero();
    RunFolder run = new RunFolder(folder.resolve("run"));
    run.setStatus(RunFolder.Status.INTERRUPTED);
    Files.writeString(run.resolved(), Files.readString(run.resolved()) + "checks: {ignore: []}\n");

    CommandLineRun resumed = CommandLineRun.of("train", "--resume", run.path().toString());

    assertThat(resumed.exit()).isEqualTo(2);
    assertThat(resumed.err()).contains("has changed since the run was started");
  }

  @ParameterizedTest
  @CsvSource({
    "'ftp://host', 'is not the address of a server'",
    "'localhost:5000', 'is not the address of a server'",
    "'http://', 'is not an address'",
    "'http://host/?a=1', 'has something after'",
    "'http://eve:s3cret@host', 'set MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD'"
  })
  void checkRefusesAddressesThatCannotBe(String uri, String message) {
    CommandLineRun check = check(mlflow(uri));

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("tracking.mlflow.uri: ")
        .contains(message)
        .doesNotContain("s3cret");
  }

  @Test
  void checkRefusesWhatNoTrackerKnows() {
    assertThat(check("tracking={mlflow: {uri: 'http://h', experiment: ' '}}").err())
        .contains("tracking.mlflow.experiment: the name is empty");
    assertThat(check("tracking={mlfow: {uri: 'http://h'}}").err())
        .contains("tracking.mlfow: unknown key")
        .contains("did you mean 'mlflow'?");
    assertThat(check("tracking.tensorboard.foldr=x").err()).contains("did you mean 'folder'?");
  }

  private static CommandLineRun check(String assignment) {
    return CommandLineRun.of("check", "config/reviews.yaml", "--set", assignment);
  }
}
