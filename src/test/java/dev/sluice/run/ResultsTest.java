package dev.sluice.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultsTest {
  private static final String TRAINING =
      """
      {"name": "a", "task": "classes",
       "training": {"ending": "completed", "epochs": 2, "kept_epoch": 1, "seconds": 3.5}""";

  @TempDir Path folder;

  @Test
  void readsWhatItWrote() throws IOException {
    RunFolder run = new RunFolder(folder);
    SampleResults.write(run, "classes", Map.of("accuracy", 0.9), "better", "higher", "ab");

    Results results = Results.read(run.results()).orElseThrow();

    assertThat(results.training().keptEpoch()).hasValue(2);
    assertThat(results.test().orElseThrow().metrics()).containsExactly(Map.entry("accuracy", 0.9));
    assertThat(Files.readString(run.results()))
        .contains("\"kept_epoch\" : 2", "\"test_sha256\" : \"ab\"")
        .doesNotContain("cause", "classes\" : [", "others");
    Results.read(run.results()).orElseThrow().write(folder.resolve("again"));
    assertThat(folder.resolve("again")).hasSameTextualContentAs(run.results());
  }

  @Test
  void readsOlderOnesAndWhatAPlugInAdds() throws IOException {
    Results results =
        read(
            TRAINING
                + """
                , "test": {"size": 3, "metrics": {"mae": 1}, "gain": {"x": 1},
                 "verdict": "Good.", "outcome": "better"}}
                """);

    assertThat(results.warnings()).isEmpty();
    assertThat(results.test().orElseThrow().mistakes()).isEmpty();
    assertThat(results.test().orElseThrow().others()).containsEntry("gain", Map.of("x", 1));
    assertThat(read(TRAINING + "}").test()).isEmpty();
  }

  @Test
  void saysWhatOfADamagedFileNoRunWrites() throws IOException {
    assertRefused("{\"name\": ", "it holds no JSON");
    assertRefused("", "it is empty");
    assertRefused("null", "it is empty");
    assertRefused("[1, 2]", "it is not what a run writes");
    assertRefused("{\"name\": \"a\"}", "it is not what a run writes");
    assertRefused(
        TRAINING.replace("2", "\"two\"") + "}", "'training.epochs' is not what a run writes");
    assertRefused(
        TRAINING + ", \"test\": {\"notes\": [{}]}}", "'test.notes[0]' is not what a run writes");
    assertRefused(
        TRAINING
            + ", \"test\": {\"classes\": [\"a\"], \"confusion\": [[1, 2]], \"verdict\": \"\","
            + " \"outcome\": \"\"}}",
        "'test' is not what a run writes");
  }

  private void assertRefused(String text, String why) {
    assertThatThrownBy(() -> read(text))
        .as(text)
        .isInstanceOf(UserException.class)
        .hasMessage(
            folder.resolve("results.json")
                + ": is damaged: "
                + why
                + "\n    restore it, or run again");
  }

  private Results read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("results.json"), text);
    return Results.read(file).orElseThrow();
  }
}
