package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.run.ClassEvaluation;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a classifier with a threshold and a temperature that the validation part chooses. */
class DecisionRunTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    List<String> rows = new ArrayList<>(List.of("words,kind,three,from"));
    for (int i = 0; i < 60; i++) {
      rows.add(
          "w%s a film %s,%s,%s,%s"
              .formatted(i % 7, i % 2 == 0 ? "fine" : "dull", i % 2, i % 3, i % 5));
    }
    Files.write(folder.resolve("rows.csv"), rows);
  }

  private LoadedConfig config(String column, String validation, String evaluation) {
    return ConfigReader.parse(
        """
        name: decided
        data:
          source: {csv: {path: rows.csv}}
          split: {%s test: {share: 0.2}}
          input: {text: {column: words}}
          target: {class: {column: %s}}
        network: [{embedding: {size: 2}}, {lstm: {units: 2}}]
        training: {epochs: 1, batch_size: 16}
        evaluation: {%s}
        """
            .formatted(validation, column, evaluation),
        "decided.yaml",
        folder,
        List.of());
  }

  private static final String VALIDATION = "validation: {share: 0.2},";

  @Test
  void theModelAnswersByThemAndTheRunSaysWhatTheyChange() {
    Experiment experiment =
        Experiment.of(
            config(
                "kind",
                VALIDATION,
                "threshold: {recall: 1}, calibrate: temperature, slices: [from]"));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord record = RunRecord.begin(run, experiment, List.of(), NOW);
    TrainedNetwork trained = experiment.train();

    Evaluation scores = record.end(experiment, trained, () -> NOW).orElseThrow();

    ClassEvaluation shown = ClassEvaluation.read(run.evaluation()).orElseThrow();
    ClassEvaluation.OperatingPoint point = shown.operatingPoint().orElseThrow();
    assertThat(point.validation().orElseThrow().recall()).contains(1.0);
    assertThat(point.asked()).isEqualTo("recall 1");
    assertThat(point.test().precision())
        .isEqualTo(scores.scores().get("precision_positive").number().stream().boxed().findFirst());
    ClassEvaluation.Calibration calibration = shown.calibration().orElseThrow();
    assertThat(calibration.after().get("log_loss")).isEqualTo(scores.values().get("log_loss"));
    assertThat(calibration.before().get("log_loss"))
        .isNotEqualTo(calibration.after().get("log_loss"));
    assertThat(shown.slices().get(1).column()).contains("from");
    assertThat(Results.read(run.results()).orElseThrow().training().note().orElseThrow())
        .contains("calibrated with a temperature of", "chosen by recall 1");
    try (Predictor inMemory = Predictor.of(trained.pipeline(), trained.network());
        Predictor loaded = Predictor.load(run.path())) {
      for (String text : List.of("a film so fine", "a film so dull", "w1")) {
        ClassPrediction answer = loaded.classify(text);
        assertThat(answer).isEqualTo(inMemory.classify(text));
        assertThat(answer.label())
            .isEqualTo(answer.probability("1") >= point.threshold() ? "1" : "0");
      }
    }
  }

  @Test
  void whatTheDataCannotGiveIsRefusedByName() {
    assertRefused(
        config("three", VALIDATION, "threshold: {precision: 0.9}"),
        "evaluation.threshold: has an effect only for two classes, and there are 3");
    assertRefused(
        config("kind", VALIDATION, "slices: [form]"),
        "evaluation.slices[0]: there is no column 'form'",
        "did you mean 'from'?");
    assertThatThrownBy(
            () -> config("kind", "", "threshold: {precision: 0.9}, calibrate: temperature"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("evaluation.threshold: is chosen on the validation part")
        .hasMessageContaining("evaluation.calibrate: is chosen on the validation part");
    assertThat(config("kind", "", "threshold: {value: 0.3}").config().evaluation().threshold())
        .isPresent();
  }

  private static void assertRefused(LoadedConfig config, String... messages) {
    assertThatThrownBy(() -> Experiment.of(config))
        .isInstanceOf(UserException.class)
        .hasMessageContainingAll(messages);
  }
}
