package dev.sluice.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.RunFolder.Status;
import dev.sluice.track.FakeMlflow.Fault;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrackingTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private TrackedRun run(String uri) throws Exception {
    return TrackedRuns.in(folder, "{mlflow: {uri: '%s', experiment: x}}".formatted(uri));
  }

  @Test
  void withoutTrackersNobodyIsTold() throws Exception {
    try (Tracking tracking = Tracking.of(TrackedRuns.in(folder, "{}"))) {
      tracking.add(TrackedRuns.epoch(1));

      assertThat(tracking.isFollowed()).isFalse();
      assertThat(tracking.end(LONG)).isEmpty();
    }
  }

  @Test
  void aServerThatIsNotThereWarnsOnce() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    try (Tracking tracking = Tracking.of(run("http://127.0.0.1:" + port))) {
      tracking.add(TrackedRuns.epoch(1));
      tracking.add(TrackedRuns.epoch(2));

      List<String> lines = tracking.end(LONG);

      assertThat(tracking.takeWarnings())
          .singleElement()
          .asString()
          .startsWith("warning: mlflow: http://127.0.0.1:%s cannot be reached".formatted(port))
          .contains("start it, or correct tracking.mlflow.uri");
      assertThat(lines).singleElement().asString().contains("did not receive all of the run");
    }
  }

  @Test
  void aServerThatNeverAnswersDelaysNoEpochAndTheEndNoLongerThanAllowed() throws Exception {
    try (FakeMlflow server = new FakeMlflow()) {
      server.fail(Fault.SILENCE);
      try (Tracking tracking = Tracking.of(run(server.uri()))) {
        long began = System.nanoTime();
        for (int i = 1; i <= 20_000; i++) { // more than wait in memory
          tracking.add(TrackedRuns.epoch(i));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));

        long ended = System.nanoTime();
        tracking.end(Duration.ofMillis(200));

        assertThat(Duration.ofNanos(System.nanoTime() - ended)).isLessThan(Duration.ofSeconds(5));
        assertThat(tracking.takeWarnings()).singleElement().asString().contains("did not answer");
      }
    }
  }

  @Test
  void whatAServerMissedWhileItWasDownItGetsAtTheEnd() throws Exception {
    try (FakeMlflow server = new FakeMlflow()) {
      server.fail(Fault.ERROR_500);
      TrackedRun run = run(server.uri());
      try (Tracking tracking = Tracking.of(run)) {
        tracking.add(TrackedRuns.epoch(1));
        tracking.add(TrackedRuns.epoch(2));
        while (tracking.takeWarnings().isEmpty()) {
          Thread.sleep(10);
        }
        server.fail(Fault.NONE);
        run.folder().setStatus(Status.FINISHED);

        List<String> lines = tracking.end(LONG);

        assertThat(server.curves().get("loss/training"))
            .extracting(FakeMlflow.Point::step)
            .containsExactly(1L, 2L);
        assertThat(server.statuses()).containsExactly("FINISHED");
        assertThat(lines).containsExactly("mlflow " + server.uri() + "/#/experiments/1/runs/run-1");
      }
    }
  }
}
