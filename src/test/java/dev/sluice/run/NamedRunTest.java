package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedRunTest {
  @TempDir Path folder;

  @Test
  void theNewestRunIsTheOneThatBeganLastWhateverItsName() throws IOException {
    begun("zzz", "2026-11-21T04:00:00Z");
    RunFolder newest = begun("kept", "2026-11-21T06:00:00Z");
    begun("2026-11-21T05-00-00-10", "2026-11-21T05:00:00Z");

    assertThat(RunFolder.open(folder.resolve("latest"))).isEqualTo(newest);
    assertThat(RunFolder.open(folder)).isEqualTo(newest);
  }

  @Test
  void theTenthRunOfASecondIsNewerThanTheSecond() throws IOException {
    begun("2026-11-21T05-00-00-2", "2026-11-21T05:00:00.2Z");
    RunFolder newest = begun("2026-11-21T05-00-00-10", "2026-11-21T05:00:00.9Z");

    assertThat(RunFolder.open(folder.resolve("latest"))).isEqualTo(newest);
  }

  @Test
  void aClockThatWasWrongOnceDoesNotDecideForEver() throws IOException {
    RunFolder wrong = begun("2300-01-01T00-00-00", "2300-01-01T00:00:00Z");
    wrong.linkNames(Instant.parse("2300-01-01T00:00:00Z"));
    assertThat(Files.readSymbolicLink(folder.resolve("latest"))).isEqualTo(name(wrong));

    RunFolder right = begun("2024-05-01T00-00-00", "2024-05-01T00:00:00Z");
    right.linkNames(Instant.parse("2024-05-01T00:00:00Z"));

    assertThat(Files.readSymbolicLink(folder.resolve("latest"))).isEqualTo(name(right));
    Files.delete(folder.resolve("latest"));
    assertThat(RunFolder.open(folder.resolve("latest"))).isEqualTo(right);
  }

  @Test
  void linksLeadToTheRunAndCommandsNameTheRun() throws IOException {
    RunFolder first = begun("2024-05-01T00-00-00", "2024-05-01T00:00:00Z");
    scored(first, "accuracy", 0.9, "higher", "a");
    RunFolder second = begun("2024-05-02T00-00-00", "2024-05-02T00:00:00Z");
    scored(second, "accuracy", 0.8, "higher", "a");

    second.linkNames(Instant.parse("2024-05-02T00:00:00Z"));

    assertThat(folder.resolve("latest")).isSymbolicLink();
    assertThat(folder.resolve("latest").toRealPath()).isEqualTo(second.path().toRealPath());
    assertThat(folder.resolve("best").toRealPath()).isEqualTo(first.path().toRealPath());
    assertThat(RunFolder.open(folder.resolve("latest"))).isEqualTo(second);
    assertThat(RunFolder.open(folder.resolve("best"))).isEqualTo(first);
    assertThat(Runs.list(folder)).containsExactly(first, second);
    assertThat(folder.toFile().list()).hasSize(4);
  }

  @Test
  void withoutLinksTheWordsMeanTheSame() throws IOException {
    RunFolder first = begun("2024-05-01T00-00-00", "2024-05-01T00:00:00Z");
    scored(first, "MAE", 4, "lower", "a");
    RunFolder second = begun("2024-05-02T00-00-00", "2024-05-02T00:00:00Z");
    scored(second, "MAE", 5, "lower", "a");

    assertThat(RunFolder.open(folder.resolve("latest"))).isEqualTo(second);
    assertThat(RunFolder.open(folder.resolve("best"))).isEqualTo(first);
  }

  @Test
  void runsOfAnotherTestPartOrMetricAreNotCompared() throws IOException {
    scored(begun("a", "2024-05-01T00:00:00Z"), "accuracy", 0.99, "higher", "other");
    scored(begun("b", "2024-05-02T00:00:00Z"), "MAE", 0.01, "lower", "same");
    RunFolder best = begun("c", "2024-05-03T00:00:00Z");
    scored(best, "accuracy", 0.8, "higher", "same");
    scored(begun("d", "2024-05-04T00:00:00Z"), "accuracy", 0.8, "higher", "same");
    scored(begun("e", "2024-05-05T00:00:00Z"), "accuracy", 0.7, "higher", "same");
    begun("f", "2024-05-06T00:00:00Z"); // without a score

    assertThat(RunFolder.open(folder.resolve("best"))).isEqualTo(best);
  }

  @Test
  void aLinkToARunThatIsGoneIsNotFollowed() throws IOException {
    RunFolder run = begun("2024-05-01T00-00-00", "2024-05-01T00:00:00Z");
    Files.createSymbolicLink(folder.resolve("latest"), Path.of("2024-05-02T00-00-00"));

    assertThat(RunFolder.open(folder.resolve("latest"))).isEqualTo(run);
  }

  @Test
  void whatElseHasTheNameStays() throws IOException {
    Files.writeString(folder.resolve("latest"), "mine");
    RunFolder run = begun("2024-05-01T00-00-00", "2024-05-01T00:00:00Z");
    RunFolder named = begun("mine", "2024-05-01T00:00:00Z");
    scored(named, "accuracy", 1, "higher", "a");

    run.linkNames(Instant.parse("2024-05-01T00:00:00Z"));
    assertThat(folder.resolve("latest")).hasContent("mine");

    Files.delete(folder.resolve("latest"));
    Files.delete(folder.resolve("best"));
    named.linkNames(Instant.parse("2024-05-01T00:00:00Z")); // beside it may lie anything
    assertThat(folder.resolve("latest")).doesNotExist();
  }

  @Test
  void saysThatNoRunHasAScore() throws IOException {
    begun("2024-05-01T00-00-00", "2024-05-01T00:00:00Z");

    assertThatThrownBy(() -> RunFolder.open(folder.resolve("best")))
        .isInstanceOf(UserException.class)
        .hasMessage(
            folder.resolve("best")
                + ": no run has been scored on a test part\n"
                + "    give a run, or latest for the newest");
  }

  private static Path name(RunFolder run) {
    return run.path().getFileName();
  }

  private RunFolder begun(String name, String started) throws IOException {
    RunFolder run = new RunFolder(Files.createDirectory(folder.resolve(name)));
    Files.writeString(run.config(), "name: reviews\n");
    SampleProvenance.of(started, "reviews.csv", List.of()).write(run.provenance());
    return run;
  }

  private static void scored(
      RunFolder run, String metric, double value, String better, String testPart) {
    SampleResults.write(run, "classes", Map.of(metric, value), "better", better, testPart);
  }
}
