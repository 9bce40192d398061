package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.drift.DriftReport;
import dev.sluice.experiment.DriftMonitor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** New rows beside those of training, from the command line. */
class MonitorCommandTest {
  @TempDir Path folder;

  private Path rows(String name, int seed, int rows, String more) throws IOException {
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>(List.of("text,mood"));
    for (int i = 0; i < rows; i++) {
      boolean good = random.nextBoolean();
      lines.add(
          "a "
              + (good ? "fine" : "grey")
              + " day"
              + " or two".repeat(random.nextInt(4))
              + more
              + ","
              + (good ? "good" : "bad"));
    }
    return Files.write(folder.resolve(name), lines);
  }

  private Path trained() throws IOException {
    rows("days.csv", 1, 400, "");
    Path config =
        Files.writeString(
            folder.resolve("days.yaml"),
            """
            name: days
            seed: 1
            data:
              source: {csv: {path: days.csv}}
              split: {validation: {share: 0.2}, test: {share: 0.3}}
              input: {text: {column: text, max_length: 20}}
              target: {class: {column: mood, positive: good}}
            network: [{embedding: {size: 4}}, {pooling: {method: mean}}]
            training: {epochs: 5, batch_size: 16, optimizer: {adam: {learning_rate: 0.1}}}
            evaluation: {metrics: [accuracy], baselines: [majority]}
            """);
    Path run = folder.resolve("run");
    CommandLineRun train = CommandLineRun.of("train", config.toString(), "--run", run.toString());
    assertThat(train.exit()).as(train.err()).isZero();
    return run;
  }

  @Test
  void saysDriftOrNoDriftOfTexts() throws IOException {
    Path run = trained();
    String same = rows("same.csv", 2, 300, "").toString();
    String other = rows("other.csv", 3, 300, " of utterly novel words").toString();
    Path page = folder.resolve("drift.html");

    CommandLineRun none =
        CommandLineRun.of("monitor", run.toString(), "--input", same, "--fail-on-drift");
    CommandLineRun drift =
        CommandLineRun.of("monitor", run.toString(), "--input", other, "--html", page.toString());
    CommandLineRun json =
        CommandLineRun.of("monitor", run.toString(), "--input", other, "--json", "--fail-on-drift");

    assertThat(none.exit()).as(none.err()).isZero();
    assertThat(none.out())
        .contains("No drift: 6 checks of 300 rows.", "accuracy", "predicted class");
    assertThat(drift.exit()).as("without --fail-on-drift").isZero();
    assertThat(drift.out())
        .containsPattern("input +length in tokens .* drift\\n")
        .containsPattern("input +share of unknown tokens .* drift\\n")
        .containsPattern("actual class .* no drift\\n")
        .contains("Drift in ");
    assertThat(page).content().contains("<h1>Drift</h1>", "<td").doesNotContain("<script");
    assertThat(json.exit()).isEqualTo(3);
    JsonNode result = new ObjectMapper().readTree(json.out().strip());
    assertThat(result.get("drift").booleanValue()).isTrue();
    assertThat(result.get("checks")).hasSize(6);
    assertThat(result.get("checks").get(0).get("rows").get("mean").doubleValue())
        .isGreaterThan(result.get("checks").get(0).get("training").get("mean").doubleValue());

    try (DriftMonitor monitor = DriftMonitor.open(run)) {
      DriftReport report = monitor.check(Path.of(other));
      for (String line : MonitorCommand.text(report, 40).split("\n")) {
        if (line.endsWith("drift")) {
          assertThat(line.length()).as(line).isLessThanOrEqualTo(40);
        }
      }
    }
  }

  /** As an earlier Sluice left it: without a profile. */
  @Test
  void readsTheTrainingRowsAgainWhereTheModelDoesNotKnowThem() throws IOException {
    Path run = trained();
    String same = rows("same.csv", 2, 300, "").toString();
    String kept = CommandLineRun.of("monitor", run.toString(), "--input", same).out();
    Path manifest = run.resolve("model/manifest.json");
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(manifest.toFile());
    ((ObjectNode) json.get("files")).remove("profile.json");
    Files.writeString(manifest, json.toString());
    Files.delete(run.resolve("model/profile.json"));

    CommandLineRun again = CommandLineRun.of("monitor", run.toString(), "--input", same);
    assertThat(again.exit()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(kept);

    Files.writeString(folder.resolve("days.csv"), "text,mood\nx,good\n");
    CommandLineRun changed = CommandLineRun.of("monitor", run.toString(), "--input", same);
    assertThat(changed.exit()).isEqualTo(Main.USER_MISTAKE);
    assertThat(changed.err())
        .contains(
            "the model has no profile of its training rows",
            "days.csv: has changed since the run was started");
  }

  @Test
  void comparesTheRowsOfStandardInput() throws IOException {
    Path run = trained();
    Path same = rows("same.csv", 2, 300, "");
    CommandLineRun ofFile =
        CommandLineRun.of("monitor", run.toString(), "--input", same.toString());

    CommandLineRun ofInput = monitorStandardInput(run, Files.readAllBytes(same));
    CommandLineRun ofNothing = monitorStandardInput(run, new byte[0]);

    assertThat(ofInput.exit()).as(ofInput.err()).isZero();
    assertThat(ofInput.out()).isEqualTo(ofFile.out());
    assertThat(ofNothing.exit()).isEqualTo(Main.USER_MISTAKE);
    assertThat(ofNothing.err()).startsWith("standard input: is empty\n");
  }

  private static CommandLineRun monitorStandardInput(Path run, byte[] rows) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(rows));
      return CommandLineRun.of("monitor", run.toString(), "--input", "-");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void refusesRowsThatCannotBeCompared() throws IOException {
    Path run = trained();
    Path empty = Files.writeString(folder.resolve("empty.csv"), "text\n");
    Path column = Files.writeString(folder.resolve("column.csv"), "words\r\na day\r\n");

    assertRefused(run, empty, "empty.csv: has a header (text) but no rows");
    assertRefused(run, column, "'text'");
    assertRefused(run, folder.resolve("none.csv"), "none.csv");
    Path profile = run.resolve("model/profile.json");
    Files.writeString(profile, Files.readString(profile).replace("0", "1"));
    assertRefused(run, empty, "profile.json: does not match manifest.json");
  }

  private static void assertRefused(Path run, Path input, String message) {
    CommandLineRun refused =
        CommandLineRun.of("monitor", run.toString(), "--input", input.toString());
    assertThat(refused.exit()).as(refused.err()).isEqualTo(Main.USER_MISTAKE);
    assertThat(refused.err()).contains(message);
  }
}
