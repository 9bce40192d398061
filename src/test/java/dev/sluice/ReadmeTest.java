package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.ChildJvm;
import dev.sluice.network.NetworkPlan;
import dev.sluice.spec.Config;
import dev.sluice.train.Trainer;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows works as shown. */
class ReadmeTest {
  @TempDir private static Path folder;
  private static final Map<String, String> PRINTED = new HashMap<>();

  /**
   * Runs classes of the class path, one after the other: a Java that has loaded ND4J once is enough
   * for all.
   */
  static final class Programs {
    private static final String END = "\f";

    private Programs() {}

    public static void main(String[] names) throws Exception {
      for (String name : names) {
        Method main = Class.forName(name).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) new String[0]);
        System.out.print(END);
      }
    }
  }

  @BeforeAll
  static void runThePrograms() throws Exception {
    leaveAModel();
    leaveAConfig();
    List<String> programs = snippets("java");
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put("Classify", programs.get(0));
    sources.put("TrainInMemory", programs.get(1));
    sources.put("BacktestAirline", snippets("java", Path.of("docs/java.md")).get(1));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Files.writeString(folder.resolve(source.getKey() + ".java"), source.getValue());
    }
    compile(sources.keySet());
    String[] printed = run(sources.keySet()).split(Programs.END);
    assertThat(printed).hasSameSizeAs(sources.keySet());
    int next = 0;
    for (String name : sources.keySet()) {
      PRINTED.put(name, printed[next++]);
    }
  }

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
  void theProgramThatUsesAModelRuns() {
    assertThat(PRINTED.get("Classify")).matches("(positive|negative), positive by 0\\.\\d+\\R");
  }

  @Test
  void theProgramThatTrainsInMemoryRuns() {
    assertThat(PRINTED.get("TrainInMemory"))
        .matches("\\[201, 202, 203, 204, 205, 206] \\[\\d+\\.\\d+(, \\d+\\.\\d+){5}]\\R");
  }

  @Test
  void theProgramOfTheBacktestRuns() throws IOException {
    assertThat(PRINTED.get("BacktestAirline"))
        .matches("(?s)1958-01 \\d+\\.\\d+\\R.*1959-12 \\d+\\.\\d+\\RThe model .*\\R");
    assertThat(Files.readAllLines(folder.resolve("backtest.csv"))).hasSize(1 + 24 * 12);
  }

  /** What the program that uses a model opens. */
  private static void leaveAModel() throws IOException {
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
  }

  /** What the program of the backtest reads, with a network that trains in a moment. */
  private static void leaveAConfig() throws IOException {
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

  private static void compile(Set<String> names) {
    List<String> arguments =
        new ArrayList<>(List.of("-d", folder.toString(), "-encoding", "UTF-8", "-proc:none"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    names.forEach(name -> arguments.add(folder.resolve(name + ".java").toString()));
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
  }

  /** Standard output of the programs, run in the folder. */
  private static String run(Set<String> names) throws Exception {
    Path output = folder.resolve("output.txt");
    Path errors = folder.resolve("errors.txt");
    List<String> command =
        ChildJvm.java("-cp", ChildJvm.classPathWith(folder), Programs.class.getName());
    command.addAll(names);
    Process java =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(java.waitFor()).as(Files.readString(errors)).isZero();
    return Files.readString(output);
  }
}
