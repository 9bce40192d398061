package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Early stopping on a score that can never exist would keep any epoch. */
class MonitorWithoutScoreTest {
  @TempDir private Path folder;

  @BeforeEach
  void rowsOfThreeClassesAndAValidationPartOfOne() throws IOException {
    Files.writeString(folder.resolve("three.csv"), rows("a", "b", "c"));
    Files.writeString(folder.resolve("two.csv"), rows("a", "b"));
    Files.writeString(folder.resolve("one.csv"), rows("a"));
  }

  @Test
  void refusesAMetricOfThePositiveClassWhereThereAreThree() throws IOException {
    CommandLineRun check = check("three.csv", "{share: 0.2}", "f1_positive");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("training.early_stopping.monitor: 'f1_positive' can have no value")
        .contains("there are 3 classes");
  }

  @Test
  void refusesRocAucWhereTheValidationPartHasOneClass() throws IOException {
    CommandLineRun check = check("two.csv", "{file: one.csv}", "roc_auc");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err())
        .contains("training.early_stopping.monitor: 'roc_auc' can have no value");
  }

  @Test
  void acceptsWhatThePartCanScore() throws IOException {
    assertThat(check("two.csv", "{share: 0.2}", "f1_positive").exit()).isZero();
    assertThat(check("two.csv", "{file: one.csv}", "loss").exit()).isZero();
  }

  private CommandLineRun check(String data, String validation, String monitor) throws IOException {
    Path config = folder.resolve("config.yaml");
    Files.writeString(
        config,
        """
        name: monitors
        data:
          source: {csv: {path: DATA}}
          split: {validation: VALIDATION}
          input: {text: {column: text}}
          target: {class: {column: label}}
        network: [{embedding: {size: 4}}, {lstm: {units: 4}}]
        training: {early_stopping: {monitor: MONITOR}}
        """
            .replace("DATA", data)
            .replace("VALIDATION", validation)
            .replace("MONITOR", monitor));
    return CommandLineRun.of("check", config.toString());
  }

  private static String rows(String... classes) {
    return IntStream.range(0, 60)
        .mapToObj(i -> "text " + i + "," + classes[i % classes.length] + "\n")
        .collect(Collectors.joining("", "text,label\n", ""));
  }
}
