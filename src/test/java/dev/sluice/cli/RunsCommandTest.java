package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.run.LockProgram;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import dev.sluice.run.SampleResults;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
  @TempDir Path folder;

  @Test
  void comparesRunsBestFirst() throws Exception {
    finished("2026-11-21T10:00:01Z", "worse", "accuracy", 0.75);
    finished("2026-11-21T10:00:02Z", "better", "accuracy", 0.8825);
    begun("2026-11-21T10:00:03Z", Status.INTERRUPTED);
    finished("2026-11-21T10:00:04Z", "better", "accuracy", 0.85);

    CommandLineRun runs = CommandLineRun.of("runs", folder.toString());

    assertThat(runs.exit()).isZero();
    assertThat(lines(runs.out()))
        .containsExactly(
            "run status epochs accuracy",
            "reviews/2026-11-21T10-00-02 finished 2 0.8825",
            "reviews/2026-11-21T10-00-04 finished 2 0.8500",
            "reviews/2026-11-21T10-00-01 ! finished 2 0.7500",
            "",
            "run status epochs",
            "reviews/2026-11-21T10-00-03 interrupted 0");
  }

  @Test
  void runsThatWereScoredAsTheNewestComeFirst() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "mae", 19);
    finished("2026-11-21T10:00:02Z", "better", "rmse", 5);
    finished("2026-11-21T10:00:03Z", "better", "mae", 20);

    assertThat(lines(CommandLineRun.of("runs", folder.toString()).out()))
        .containsExactly(
            "run status epochs mae rmse",
            "reviews/2026-11-21T10-00-01 finished 2 19.00",
            "reviews/2026-11-21T10-00-03 finished 2 20.00",
            "reviews/2026-11-21T10-00-02 finished 2 5.000");
  }

  @Test
  void eachTaskHasATableOfItsOwn() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "mae", 19, "rmse", 24);
    finished("2026-11-21T10:00:02Z", "better", "accuracy", 0.75);
    finished("2026-11-21T10:00:03Z", "better", "mae", 18, "rmse", 25);

    assertThat(lines(CommandLineRun.of("runs", folder.toString()).out()))
        .containsExactly(
            "run status epochs mae rmse",
            "reviews/2026-11-21T10-00-03 finished 2 18.00 25.00",
            "reviews/2026-11-21T10-00-01 finished 2 19.00 24.00",
            "",
            "run status epochs accuracy",
            "reviews/2026-11-21T10-00-02 finished 2 0.7500");
  }

  @Test
  void showsAsManyMetricsAsTheTerminalHasRoomFor() throws Exception {
    finished("2026-11-21T10:00:01Z", "better", "accuracy", 0.75, "f1", 0.5, "roc_auc", 0.25);
    StringWriter out = new StringWriter();
    int room = (folder + "/reviews/2026-11-21T10-00-01  finished  epochs  accuracy    f1").length();

    new Main(new Terminal(new PrintWriter(out), new PrintWriter(out), true, true, false, room + 2))
        .run("runs", folder.toString());

    assertThat(lines(out.toString().replace(System.lineSeparator(), "\n")))
        .containsExactly(
            "run status epochs accuracy f1",
            "reviews/2026-11-21T10-00-01 finished 2 0.7500 0.5000",
            "more metrics: sluice runs --json");
  }

  private List<String> lines(String out) {
    return out.replace(folder + File.separator, "")
        .lines()
        .map(line -> line.replaceAll(" +", " "))
        .toList();
  }

  @Test
  void tellsAKilledRunFromOneThatIsBeingTrained() throws Exception {
    begun("2026-11-21T10:00:01Z", Status.RUNNING);
    RunFolder running = begun("2026-11-21T10:00:02Z", Status.RUNNING);
    RunFolder.Lock lock = running.lock();

    CommandLineRun runs = CommandLineRun.of("runs", folder.toString(), "--json");
    lock.close();

    JsonNode result = new ObjectMapper().readTree(runs.out());
    assertThat(result.at("/runs/0/status").asText()).isEqualTo("killed");
    assertThat(result.at("/runs/1/status").asText()).isEqualTo("running");
  }

  @Test
  void listingRunsLeavesTheirTrainersLock() throws Exception {
    RunFolder run = begun("2026-11-21T10:00:01Z", Status.RUNNING);

    try (RunFolder.Lock lock = run.lock()) {
      assertThat(lock).isNotNull();
      assertThat(CommandLineRun.of("runs", folder.toString()).out()).contains("running");
      assertThat(CommandLineRun.of("evaluate", run.path().toString()).exit()).isEqualTo(2);
      try (LockProgram other = LockProgram.start(run)) {
        assertThat(other.said()).isEqualTo("refused");
      }
    }
  }

  @Test
  void listsThroughALink() throws Exception {
    RunFolder run = begun("2026-11-21T10:00:01Z", Status.RUNNING);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("reviews"));

    assertThat(CommandLineRun.of("runs", link.toString()).out())
        .contains(run.path().toRealPath().toString());
  }

  @Test
  void writesNothingWhereItLists() throws Exception {
    RunFolder run = begun("2026-11-21T10:00:01Z", Status.RUNNING);
    List<String> before = List.of(run.path().toFile().list());

    assertThat(CommandLineRun.of("runs", folder.toString()).out()).contains("killed");

    assertThat(run.path().toFile().list()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void refusesAFolderThatDoesNotExist() {
    CommandLineRun runs = CommandLineRun.of("runs", folder.resolve("none").toString());

    assertThat(runs.exit()).isEqualTo(2);
    assertThat(runs.err()).contains("none: there is no such folder");
  }

  private RunFolder begun(String time, Status status) throws Exception {
    RunFolder run = RunFolder.create(folder, "reviews", Instant.parse(time));
    Files.writeString(run.config(), "");
    run.setStatus(status);
    return run;
  }

  /** The first score decides: as for accuracy, more is better, or as for errors, less. */
  private void finished(String time, String outcome, Object... scores) throws Exception {
    RunFolder run = begun(time, Status.FINISHED);
    Files.writeString(run.metrics(), "{\"epoch\": 1}\n{\"epoch\": 2}\n");
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < scores.length; i += 2) {
      metrics.put((String) scores[i], ((Number) scores[i + 1]).doubleValue());
    }
    boolean classes = scores[0].equals("accuracy");
    SampleResults.write(
        run, classes ? "classes" : "forecast", metrics, outcome, classes ? "higher" : "lower", "");
  }
}
