package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.Json;
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
        .contains("training.early_stopping.monitor: 'f1_positive' has no value")
        .contains(
            "there are 3 classes, and none is the positive one\n    available: loss, accuracy,"
                + " precision, recall, f1, roc_auc, log_loss, average_precision,"
                + " balanced_accuracy, mcc, brier, ece\n");
    assertThat(check("three.csv", "{share: 0.2}", "f1").exit()).isZero();
  }

  @Test
  void tellsWhenTheLossChoseSinceTheMetricHadNoValueInAnyEpoch() throws IOException {
    String[] classes = "a a a a a a a a a b".split(" "); // b is the positive one, seldom predicted
    Files.writeString(folder.resolve("rare.csv"), rows(classes));
    config("rare.csv", "{share: 0.2}", "precision_positive, patience: 5");

    CommandLineRun train =
        CommandLineRun.of(
            "train",
            folder.resolve("config.yaml").toString(),
            "--set",
            "training.epochs=2",
            "--set",
            "training.batch_size=4",
            "--run",
            folder.resolve("run").toString());

    String note =
        "precision_positive had no value in any epoch: the epoch was chosen by the validation loss";
    assertThat(train.exit()).as(train.err()).isZero();
    assertThat(train.err()).contains(note + "\n");
    assertThat(Json.read(folder.resolve("run/results.json")).at("/training/note").asText())
        .isEqualTo(note);
    assertThat(folder.resolve("run/report.html")).content().contains(note + ".");
  }

  @Test
  void refusesRocAucWhereTheValidationPartHasOneClass() throws IOException {
    CommandLineRun check = check("two.csv", "{file: one.csv}", "roc_auc");

    assertThat(check.exit()).isEqualTo(2);
    assertThat(check.err()).contains("training.early_stopping.monitor: 'roc_auc' has no value");
  }

  @Test
  void acceptsWhatThePartCanScore() throws IOException {
    assertThat(check("two.csv", "{share: 0.2}", "f1_positive").exit()).isZero();
    assertThat(check("two.csv", "{file: one.csv}", "loss").exit()).isZero();
  }

  private CommandLineRun check(String data, String validation, String monitor) throws IOException {
    return CommandLineRun.of("check", config(data, validation, monitor).toString());
  }

  private Path config(String data, String validation, String monitor) throws IOException {
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
    return config;
  }

  private static String rows(String... classes) {
    return IntStream.range(0, 60)
        .mapToObj(i -> "text " + i + "," + classes[i % classes.length] + "\n")
        .collect(Collectors.joining("", "text,label\n", ""));
  }
}
