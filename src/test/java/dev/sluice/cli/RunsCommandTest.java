package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.run.Json;
import dev.sluice.run.LockProgram;
import dev.sluice.run.RunFolder;
import dev.sluice.run.RunFolder.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunsCommandTest {
  @TempDir Path folder;

  @Test
  void comparesRunsOldestFirst() throws Exception {
    finished("2026-11-21T10:00:01Z", 0.75, "worse");
    finished("2026-11-21T10:00:02Z", 0.8825, "better");
    begun("2026-11-21T10:00:03Z", Status.INTERRUPTED);

    CommandLineRun runs = CommandLineRun.of("runs", folder.toString());

    assertThat(runs.exit()).isZero();
    assertThat(runs.out().replace(folder + "/", ""))
        .containsSequence("reviews/2026-11-21T10-00-01 !", "  finished");
    assertThat(runs.out().lines().map(line -> line.replace(folder + "/", "").replaceAll(" +", " ")))
        .containsExactly(
            "run status epochs accuracy",
            "reviews/2026-11-21T10-00-01 ! finished 2 0.7500",
            "reviews/2026-11-21T10-00-02 finished 2 0.8825",
            "reviews/2026-11-21T10-00-03 interrupted 0");
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

  private void finished(String time, double accuracy, String outcome) throws Exception {
    RunFolder run = begun(time, Status.FINISHED);
    Files.writeString(run.metrics(), "{\"epoch\": 1}\n{\"epoch\": 2}\n");
    Json.write(
        run.results(),
        Map.of("test", Map.of("metrics", Map.of("accuracy", accuracy), "outcome", outcome)));
  }
}
