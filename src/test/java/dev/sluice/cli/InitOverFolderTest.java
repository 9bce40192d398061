package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.spec.Config;
import dev.sluice.spec.TargetSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * For every table below a folder, {@code init} gives a config that passes check and trains, or a
 * question; the first command of each question is taken for its answer. {@code -Dinit.folder=DIR}
 * chooses another folder than the bundled data; the outcomes are left in target/init.txt.
 */
class InitOverFolderTest {
  private static final Path DATA = Path.of(System.getProperty("init.folder", "data"));
  private static final int MOST_QUESTIONS = 4;
  private static final Pattern ARGUMENT = Pattern.compile("'((?:[^']|'\\\\'')*)'|(\\S+)");

  @TempDir private Path folder;

  @Test
  void everyTableTrainsOrRaisesAQuestion() throws IOException {
    assumeThat(DATA).isDirectory();
    List<Path> tables;
    try (Stream<Path> files = Files.walk(DATA)) {
      tables =
          files
              .filter(f -> f.toString().toLowerCase(Locale.ROOT).matches(".*\\.(csv|tsv)(\\.gz)?"))
              .sorted()
              .toList();
    }
    List<String> outcomes = new ArrayList<>();
    for (Path table : tables) {
      outcomes.add(DATA.relativize(table) + " | " + outcome(table));
    }

    Files.write(Path.of("target", "init.txt"), outcomes);
    assertThat(outcomes).isNotEmpty();
  }

  private String outcome(Path table) throws IOException {
    Path config = Files.createTempDirectory(folder, "init").resolve("config.yaml");
    List<String> args = List.of("init", table.toString());
    StringBuilder asked = new StringBuilder();
    for (int question = 0; question < MOST_QUESTIONS; question++) {
      List<String> all = new ArrayList<>(args);
      all.addAll(List.of("--output", config.toString()));
      CommandLineRun init = CommandLineRun.of(all.toArray(String[]::new));
      if (init.exit() == 0) {
        return asked + trained(config);
      }
      assertThat(init.exit()).as(init.err()).isEqualTo(2);
      assertThat(config).doesNotExist();
      asked.append(init.err().lines().findFirst().orElseThrow().replace(table + ":", "asks:"));
      Optional<List<String>> answer = firstCommand(init.err());
      if (answer.isEmpty()) {
        return asked.toString();
      }
      args = answer.get();
      asked.append(" -> ").append(String.join(" ", args.subList(2, args.size()))).append(" | ");
    }
    throw new AssertionError("no end of questions: " + asked);
  }

  private static Optional<List<String>> firstCommand(String message) {
    return message
        .lines()
        .filter(line -> line.contains("sluice init "))
        .findFirst()
        .map(line -> line.substring(line.indexOf("sluice init ") + "sluice ".length()))
        .map(
            command ->
                ARGUMENT.matcher(command).results().map(InitOverFolderTest::unquoted).toList());
  }

  private static String unquoted(MatchResult argument) {
    return argument.group(2) != null ? argument.group(2) : argument.group(1).replace("'\\''", "'");
  }

  private String trained(Path config) throws IOException {
    CommandLineRun check = CommandLineRun.of("check", config.toString());
    assertThat(check.exit()).as(check.err()).isZero();
    CommandLineRun train =
        CommandLineRun.of(
            "train",
            config.toString(),
            "--set",
            "training.epochs=1",
            "--set",
            "evaluation.baselines=[]",
            "--run",
            config.resolveSibling("run").toString());
    assertThat(train.exit()).as(train.err()).isZero();
    return described(ConfigReader.read(config, List.of()).config())
        + " | checked, trained | "
        + warnings(train.err());
  }

  private static String described(Config config) {
    if (!(config.data().target() instanceof TargetSpec.Forecast)) {
      return "%s from %s".formatted(config.data().target(), config.data().input());
    }
    TargetSpec.Forecast target = (TargetSpec.Forecast) config.data().target();
    return "forecast of %s, %s rows ahead".formatted(target.columns(), target.horizon());
  }

  private static String warnings(String err) {
    return Arrays.stream(err.split("\\R"))
        .filter(line -> line.startsWith("warnings: "))
        .map(line -> line.replaceFirst(";.*", ""))
        .findFirst()
        .orElse("no warning");
  }
}
