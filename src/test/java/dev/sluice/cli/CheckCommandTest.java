package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.Golden;
import dev.sluice.network.ChildJvm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckCommandTest {

  @Test
  void outlinesDataAndNetwork() {
    CommandLineRun reviews = CommandLineRun.of("check", "config/reviews.yaml");
    CommandLineRun airline = CommandLineRun.of("check", "config/airline.yaml");

    assertThat(reviews.exit()).isZero();
    Golden.assertMatches(reviews.out(), Golden.path("check/reviews.txt"));
    Golden.assertMatches(airline.out(), Golden.path("check/airline.txt"));
  }

  @Test
  void endsWithOneJsonObject() throws Exception {
    CommandLineRun check = CommandLineRun.of("check", "config/reviews.yaml", "--json");

    List<String> lines = check.out().lines().toList();
    JsonNode result = new ObjectMapper().readTree(lines.get(lines.size() - 1));
    assertThat(lines).hasSize(1);
    assertThat(result.at("/data/rows/training").asInt()).isEqualTo(1400);
    assertThat(result.at("/network/1/layer").asText()).isEqualTo("network[1] lstm");
    // 4 gates x 64 units x (64 inputs + 64 own outputs + 1 bias)
    assertThat(result.at("/network/1/parameters").asInt()).isEqualTo(4 * 64 * (64 + 64 + 1));
  }

  @Test
  void tellsProgramsTheProblems() throws Exception {
    String config = Golden.path("columns/file-of-data.yaml").toString();

    CommandLineRun check = CommandLineRun.of("check", config, "--json");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err()).endsWith("1 problem\n");
    assertThat(check.out().lines()).hasSize(1);
    assertThat(new ObjectMapper().readTree(check.out()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"problems": [{
                      "location": "%s:3:24",
                      "key": "data.source.csv.path",
                      "message": "%s does not exist",
                      "advice": "did you mean 'reviews.csv'?"}]}
                    """
                        .formatted(
                            config.replace("\\", "\\\\"),
                            Golden.path("columns/review.csv").toString().replace("\\", "\\\\"))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"check", "describe", "train", "evaluate", "runs", "init"})
  void everyCommandWithAResultForProgramsTellsThemItsProblems(String command) throws Exception {
    CommandLineRun run = CommandLineRun.of(command, "nowhere/at-all", "--json");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(new ObjectMapper().readTree(run.out()).at("/problems/0/location").asText())
        .isEqualTo(Path.of("nowhere/at-all").toString());
  }

  @Test
  void locatesWhatOnlyTheDataShow() {
    CommandLineRun check =
        CommandLineRun.of("check", "config/reviews.yaml", "--set", "data.input.text.column=text");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.out()).isEmpty();
    assertThat(check.err())
        .startsWith("--set data.input.text.column=text: data.input.text.column: ")
        .endsWith("1 problem\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "columns-of-texts",
        "column-of-the-split",
        "positive-class",
        "columns-of-a-series",
        "file-of-data",
        "files-of-parts",
        "class-in-the-column-of-texts"
      })
  void namesTheNearestOfWhatTheDataHave(String name) {
    Path folder = Golden.path("columns");

    CommandLineRun check = CommandLineRun.of("check", folder.resolve(name + ".yaml").toString());

    assertThat(check.exit()).isEqualTo(2);
    Golden.assertMatches(
        check.err().replace(folder + File.separator, ""), folder.resolve(name + ".txt"));
  }

  @Test
  void findsTheProblemsOfNetworkAndEvaluationTogether() {
    CommandLineRun check =
        CommandLineRun.of(
            "check",
            "config/reviews.yaml",
            "--set",
            "evaluation.metrics=[mae]",
            "--set",
            "network=[{lstm: {units: 8}}]");

    assertThat(check.err()).contains("network[0].lstm: ", "evaluation.metrics[0]", "2 problems\n");
  }

  @Test
  void printsAConfigInTheNewestFormat() throws Exception {
    CommandLineRun check = CommandLineRun.of("check", "config/reviews.yaml", "--migrate");

    assertThat(check.exit()).isZero();
    assertThat(check.err()).isEmpty();
    assertThat(check.out()).isEqualTo(Files.readString(Path.of("config/reviews.yaml"))); // it is
  }

  @Test
  void loadsNoClassOfNd4jDataVecOrDl4j(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("classes.log");

    Process check =
        new ProcessBuilder(
                ChildJvm.java(
                    "-Xlog:class+load:file=" + log,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.sluice.cli.Main",
                    "check",
                    "config/reviews.yaml"))
            .redirectErrorStream(true)
            .start();
    String output = new String(check.getInputStream().readAllBytes(), UTF_8);

    assertThat(check.waitFor()).as(output).isZero();
    assertThat(Files.readAllLines(log, UTF_8))
        .anyMatch(line -> line.contains("dev.sluice.network.NetworkPlan "))
        .noneMatch(line -> line.contains("org.nd4j."))
        .noneMatch(line -> line.contains("org.datavec."))
        .noneMatch(line -> line.contains("org.deeplearning4j."))
        .noneMatch(line -> line.contains("org.bytedeco."));
  }
}
