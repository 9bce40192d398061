package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.NetworkPlan;
import dev.sluice.spec.Config;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works as shown. */
class ReadmeTest {
  @TempDir Path folder;

  @Test
  void theConfigPassesAllChecks() throws IOException {
    Config config = config();

    Dataset data = Dataset.load(config.data());

    assertThat(
            NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape())
                .layers())
        .hasSize(4);
  }

  @Test
  void theProgramThatUsesAModelRuns() throws Exception {
    Config config =
        ConfigReader.parse(
                snippets("yaml").get(0),
                "README.md",
                Path.of(""),
                List.of(
                    "training.epochs=1", "network=[{embedding: {size: 2}}, {lstm: {units: 2}}]"))
            .config();
    Dataset data = Dataset.load(config.data());
    NetworkPlan plan =
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape());
    Path run = folder.resolve("runs/reviews/2026-11-21T04-53-13");
    Files.createDirectories(run);
    Files.writeString(run.resolve("config.yaml"), snippets("yaml").get(0));
    Bundle.write(
        run.resolve("model"),
        config,
        data.pipeline(),
        new Trainer(config, data, plan).train().network(),
        data.examples(Part.TEST));

    assertThat(run("Classify.java", snippets("java").get(0)))
        .matches("(positive|negative), positive by 0\\.\\d+\\R");
  }

  @Test
  void theProgramThatTrainsInMemoryRuns() throws Exception {
    assertThat(run("TrainInMemory.java", snippets("java").get(1)))
        .matches("\\[201, 202, 203, 204, 205, 206] \\[\\d+\\.\\d+(, \\d+\\.\\d+){5}]\\R");
  }

  @Test
  void theProgramOfTheBacktestRuns() throws Exception {
    Files.createDirectories(folder.resolve("config"));
    Files.writeString(
        folder.resolve("config/airline.yaml"),
        """
        extends: '%s'
        network: [{simple_rnn: {units: 2}}]
        training: {epochs: 1}
        evaluation: {baselines: [last_value]}
        """
            .formatted(Path.of("config/airline.yaml").toAbsolutePath()));
    String program = snippets("java", Path.of("docs/java.md")).get(1);

    assertThat(run("BacktestAirline.java", program))
        .matches("(?s)1958-01 \\d+\\.\\d+\\R.*1959-12 \\d+\\.\\d+\\RThe model .*\\R");
    assertThat(Files.readAllLines(folder.resolve("backtest.csv"))).hasSize(1 + 24 * 12);
  }

  private static Config config() throws IOException {
    return ConfigReader.parse(snippets("yaml").get(0), "README.md", Path.of(""), List.of())
        .config();
  }

  private static List<String> snippets(String language) throws IOException {
    return snippets(language, Path.of("README.md"));
  }

  private static List<String> snippets(String language, Path page) throws IOException {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult result) -> result.group(1))
        .toList();
  }

  /** Standard output of a program, compiled and run in a Java of its own in the folder. */
  private String run(String name, String program) throws Exception {
    Path file = Files.writeString(folder.resolve(name), program);
    Path output = folder.resolve("output.txt");
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // a quick start
                "-cp",
                System.getProperty("java.class.path"),
                file.toString())
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(folder.resolve("errors.txt").toFile())
            .start();
    assertThat(java.waitFor()).as(() -> read(folder.resolve("errors.txt"))).isZero();
    return Files.readString(output);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
