package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.task.classes.ClassPrediction;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run of a classifier with a linear path. */
class LinearPathRunTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;

  /** Two words that stand apart tell the class: a pair of neighbours or a network may know. */
  @BeforeEach
  void writeData() throws IOException {
    List<String> rows = new ArrayList<>(List.of("words,kind,x"));
    for (int i = 0; i < 60; i++) {
      rows.add("w%s a film %s,%s,%s".formatted(i % 7, i % 2 == 0 ? "fine" : "dull", i % 2, i % 5));
    }
    Files.write(folder.resolve("rows.csv"), rows);
  }

  private LoadedConfig config(String input, String linear) {
    return ConfigReader.parse(
        """
        name: wide
        data:
          source: {csv: {path: rows.csv}}
          split: {validation: {share: 0.2}, test: {share: 0.2}}
          input: %s
          target: {class: {column: kind%s}}
        network: [%s]
        training: {epochs: 1, batch_size: 16, optimizer: {sgd: {learning_rate: 1e-6}}}
        """
            .formatted(
                input,
                linear,
                input.startsWith("{text")
                    ? "{embedding: {size: 2}}, {lstm: {units: 2}}"
                    : "{lstm: {units: 2}}"),
        "wide.yaml",
        folder,
        List.of());
  }

  @Test
  void theModelAnswersWithBothPaths() {
    Experiment experiment =
        Experiment.of(config("{text: {column: words}}", ", linear: bag_of_words"));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord record = RunRecord.begin(run, experiment, List.of(), NOW);
    TrainedNetwork trained = experiment.train();

    Evaluation scores = record.end(experiment, trained, () -> NOW).orElseThrow();

    // the network has learned nothing in one tiny step
    assertThat(scores.scores().get("accuracy").number()).hasValue(1);
    assertThat(Results.read(run.results()).orElseThrow().training().note())
        .hasValueSatisfying(note -> assertThat(note).contains("its linear path, a bag of words"));
    try (Predictor inMemory = Predictor.of(trained.pipeline(), trained.network());
        Predictor loaded = Predictor.load(run.path())) {
      ClassPrediction answer = loaded.classify("a film so fine");
      assertThat(answer.label()).isEqualTo("0");
      assertThat(answer).isEqualTo(inMemory.classify("a film so fine"));
      assertThat(loaded.classify("a film so dull").label()).isEqualTo("1");
    }
    assertThat(run.model().resolve("model.zip")).doesNotExist();
  }

  @Test
  void ofAnotherInputThanTextsIsRefused() {
    assertThatThrownBy(
            () ->
                Experiment.of(
                    config("{sequence: {wide: {columns: [x]}}}", ", linear: bag_of_words")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("data.target.class.linear: the input is not text");
    assertThat(Experiment.of(config("{sequence: {wide: {columns: [x]}}}", "")).warnings())
        .isEqualTo(List.of());
  }

  @Test
  void withoutItTheModelRunsInDeeplearning4j() {
    Experiment experiment = Experiment.of(config("{text: {column: words}}", ""));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    TrainedNetwork trained = experiment.train();

    RunRecord.begin(run, experiment, List.of(), NOW).end(experiment, trained, () -> NOW);

    assertThat(run.model().resolve("model.zip")).exists();
    assertThat(trained.pipeline().target().learned()).isEqualTo(Optional.empty());
  }
}
