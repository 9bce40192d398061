package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A trained model as a file for other programs. */
class ExportCommandTest {
  @TempDir static Path folder;
  private static Path run;

  @BeforeAll
  static void train() {
    run = folder.resolve("run");
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            "config/airline.yaml",
            "--set",
            "training.epochs=1",
            "--set",
            "network=[{lstm: {units: 3}}]",
            "--run",
            run.toString());
    assertThat(train.exit()).as(train.err()).isZero();
  }

  @Test
  void writesAGraphAndWhatStandsBesideIt() throws IOException {
    Path file = folder.resolve("with blank.onnx");

    CommandLineRun export =
        CommandLineRun.of("export", run.toString(), "--output", file.toString(), "--json");

    assertThat(export.exit()).as(export.err()).isZero();
    JsonNode result = new ObjectMapper().readTree(export.out());
    assertThat(result.path("file").asText()).isEqualTo(file.toString());
    assertThat(result.path("difference").asDouble()).isLessThan(1e-5);
    // the lookback of 24, and 12 rows for its differences
    assertThat(result.at("/inputs/values").asText()).isEqualTo("double (batch, 36, 1)");
    assertThat(result.path("outputs").fieldNames()).toIterable().containsExactly("forecast");
    assertThat(result.path("files"))
        .hasSize(4)
        .allSatisfy(written -> assertThat(Path.of(written.asText())).isNotEmptyFile());
  }

  @Test
  void replacesNothingUnlessItIsForced() throws IOException {
    Path file = folder.resolve("there.onnx");
    Path example = Files.writeString(folder.resolve("there.example.txt"), "mine");

    CommandLineRun refused =
        CommandLineRun.of("export", run.toString(), "--output", file.toString());
    CommandLineRun forced =
        CommandLineRun.of("export", run.toString(), "--output", file.toString(), "--force");

    assertThat(refused.exit()).isEqualTo(Main.USER_MISTAKE);
    assertThat(refused.err()).contains("there.example.txt", "exists already");
    assertThat(forced.exit()).as(forced.err()).isZero();
    assertThat(forced.out())
        .contains("Wrote " + file, "forecast", "outputs differ from those of the model by");
    assertThat(example).content().startsWith("input values 1x36x1 ");
  }

  @Test
  void namesTheFolderThatIsNotThereForEveryFormat() {
    Path file = folder.resolve("missing").resolve("file");
    for (ExportCommand.Format format : ExportCommand.Format.values()) {
      CommandLineRun refused =
          CommandLineRun.of(
              "export", run.toString(), "--format", format.name(), "--output", file.toString());

      assertThat(refused.exit()).isEqualTo(Main.USER_MISTAKE);
      assertThat(refused.err())
          .startsWith(file + ": there is no folder " + file.getParent() + "\n    create it first");
    }
  }

  @Test
  void writesTheZipOfDeeplearning4j() throws IOException {
    Path file = folder.resolve("airline.zip");

    CommandLineRun export =
        CommandLineRun.of(
            "export", run.toString(), "--format", "dl4j", "--output", file.toString());

    assertThat(export.exit()).as(export.err()).isZero();
    assertThat(ModelSerializer.restoreMultiLayerNetwork(file.toFile()).numParams())
        .isEqualTo(4 * 3 * (3 + 3 + 1) + 4 * 12);
  }

  @Test
  void writesWhatTheServerSaysOfItself() throws IOException {
    Path file = folder.resolve("airline.json");

    CommandLineRun export =
        CommandLineRun.of(
            "export", run.toString(), "--format", "openapi", "--output", file.toString());

    assertThat(export.exit()).as(export.err()).isZero();
    JsonNode api = new ObjectMapper().readTree(file.toFile());
    assertThat(api.path("openapi").asText()).isEqualTo("3.1.0");
    assertThat(api.path("paths").has("/v1/models/airline/predict")).isTrue();
    assertThat(api.at("/components/schemas").toString()).contains("passengers", "month");
  }
}
