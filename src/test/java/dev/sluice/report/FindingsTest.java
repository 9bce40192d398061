package dev.sluice.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.run.AtomicFiles;
import dev.sluice.run.Epoch;
import dev.sluice.run.History;
import dev.sluice.run.RunFolder;
import dev.sluice.run.SeriesPictures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindingsTest {
  private static final String CONFIG =
      """
      version: 1
      name: reviews
      data:
        source: {csv: {path: reviews.csv}}
        input: {text: {column: review}}
        target: {class: {column: sentiment}}
        split: {validation: {share: 0.1}, test: {share: 0.2}}
      network:
        - embedding: {size: 8}
        - lstm: {units: 16, dropout: 0.1}
      training: {epochs: 4, optimizer: {adam: {learning_rate: 0.002}}}
      """;

  @TempDir Path folder;
  private RunFolder run;

  @BeforeEach
  void begin() {
    run = SampleRuns.unfinished(folder.resolve("run"));
    AtomicFiles.write(run.resolved(), CONFIG);
  }

  @Test
  void namesTheEpochFromWhichOnItOverfits() {
    epochs(List.of(0.7, 0.5, 0.3, 0.1), List.of(0.6, 0.5, 0.7, 0.9));

    Finding finding = only();

    assertThat(finding.title()).isEqualTo("Overfitting from epoch 3 on");
    assertThat(finding.why())
        .contains("epoch 2 (0.5000) and 0.9000 in the last", "0.5000 to 0.1000");
    assertThat(finding.changes())
        .extracting(change -> change.key() + "=" + change.value())
        .containsExactly(
            "network[1].lstm.dropout=0.3",
            "network[1].lstm.units=8",
            "training.early_stopping={patience: 5}");
  }

  @Test
  void aLossThatOnlyWaversIsNoOverfitting() {
    epochs(List.of(0.7, 0.5, 0.3, 0.1), List.of(0.6, 0.5, 0.52, 0.54)); // 8% above the least

    assertThat(findings()).isEmpty();
  }

  @Test
  void advisesLongerTrainingWhereTheLastEpochIsTheBest() {
    epochs(List.of(0.7, 0.5, 0.3), List.of(0.6, 0.5, 0.4));
    ended("completed", 3, "");

    Finding finding = only();

    assertThat(finding.title()).isEqualTo("The training may have ended too early");
    assertThat(finding.changes())
        .containsExactly(new Finding.Change("training.epochs", "6", "trains longer"));
  }

  @Test
  void advisesSmallerStepsWhereNoEpochIsBetterThanTheStart() {
    epochs(0, List.of(0.5, 0.5, 0.5, 0.5), List.of(0.3, 0.4, 0.4, 0.4));
    ended("completed", 3, 0, "");

    assertThat(only().title()).isEqualTo("No epoch was better than the start");
    assertThat(only().changes())
        .extracting(Finding.Change::key)
        .containsExactly("training.optimizer.adam.learning_rate");
  }

  @Test
  void anEpochAfterTheStartMayBeTheLast() {
    epochs(0, List.of(0.7, 0.5, 0.3), List.of(0.6, 0.5, 0.4));
    ended("completed", 2, "");

    assertThat(only().why()).isEqualTo("The last of 2 epochs was the best.");
    assertThat(only().changes())
        .containsExactly(new Finding.Change("training.epochs", "4", "trains longer"));
  }

  @Test
  void advisesSmallerStepsWhereTheTrainingDiverged() {
    epochs(List.of(0.7), List.of(0.6));
    ended("diverged", 1, "");

    assertThat(only().changes())
        .extracting(Finding.Change::key)
        .containsExactly("training.optimizer.adam.learning_rate", "training.gradient_clipping");
  }

  @Test
  void namesTheClassesThatAreNeverPredicted() {
    epochs(List.of(0.7), List.of(0.6));
    ended(
        "completed",
        1,
        """
        , "test": {"size": 200, "metrics": {"accuracy": 0.9}, "baselines": {}, "notes": [], "verdict": "v",
          "outcome": "better", "mistakes": [], "classes": ["a", "b"], "confusion": [[180, 0], [20, 0]],
          "per_class": {"a": {"rows": 180, "predicted": 200}, "b": {"rows": 20, "predicted": 0}}}
        """);

    Finding finding = only();

    assertThat(finding.title()).isEqualTo("Never predicted: 'b'");
    assertThat(finding.why()).startsWith("The test part has 20 of them");
    assertThat(finding.changes())
        .extracting(Finding.Change::key)
        .containsExactly("data.target.class.balanced");
  }

  @Test
  void advisesEqualWeightsOnlyWhereTheClassIsRare() {
    for (int rows : List.of(60, 30)) {
      AtomicFiles.write(
          run.data(),
          "{\"classes\": {\"training\": {\"a\": 65, \"b\": %s}, \"test\": {\"a\": 180, \"b\": 20}}}"
              .formatted(rows));
      ended(
          "completed",
          1,
          """
          , "test": {"size": 200, "metrics": {"accuracy": 0.9}, "baselines": {}, "notes": [], "verdict": "v",
            "outcome": "better", "mistakes": [], "classes": ["a", "b"], "confusion": [[180, 0], [20, 0]],
            "per_class": {"a": {"rows": 180, "predicted": 200}, "b": {"rows": 20, "predicted": 0}}}
          """);

      assertThat(only().title()).isEqualTo("Never predicted: 'b'");
      assertThat(only().changes()).as("%s", rows).hasSize(rows == 60 ? 0 : 1);
    }
  }

  @Test
  void tellsPredictionsThatAreTooLow() {
    epochs(List.of(0.7), List.of(0.6));
    ended("completed", 1, scores("\"mae\": 6, \"bias\": 5"));

    assertThat(only().title()).isEqualTo("Predictions are too low");
    assertThat(only().why()).contains("by 5.000", "is 6.000");
  }

  @Test
  void advisesALongerLookbackWhereErrorsAreAlikeFurtherApart() {
    AtomicFiles.write(
        run.resolved(),
        """
        version: 1
        name: a
        data:
          source: {csv: {path: a.csv}}
          input: {series: {lookback: 4}}
          target: {forecast: {columns: [x], horizon: 2}}
        network: [{lstm: {units: 8}}]
        """);
    new SeriesPictures(
            "x",
            "MAE",
            Optional.empty(),
            List.of(
                new SeriesPictures.OfSeries(
                    "",
                    List.of(),
                    List.of(),
                    1,
                    Optional.empty(),
                    "1",
                    Optional.empty(),
                    List.of(),
                    new SeriesPictures.Errors(List.of(), List.of()),
                    List.of(0.1, 0.0, 0.1, 0.1, 0.2, 0.9),
                    0.2)),
            Map.of())
        .write(run.pictures());
    epochs(List.of(0.7), List.of(0.6));
    ended("completed", 1, scores("\"mae\": 6"));

    assertThat(only().title()).isEqualTo("Errors are correlated 6 rows apart");
    assertThat(only().changes())
        .containsExactly(
            new Finding.Change("data.input.series.lookback", "12", "sees further back"));
  }

  private static String scores(String metrics) {
    return """
    , "test": {"size": 200, "metrics": {%s}, "baselines": {}, "notes": [], "verdict": "v",
      "outcome": "better", "mistakes": []}
    """
        .formatted(metrics);
  }

  @Test
  void advisesNoChangeThatTheConfigRefuses() {
    AtomicFiles.write(run.resolved(), CONFIG.replace("lstm", "layer_of_a_plug_in"));
    epochs(List.of(0.7, 0.5, 0.3, 0.1), List.of(0.6, 0.5, 0.7, 0.9));

    assertThat(only().changes()).isEmpty();
  }

  private void ended(String ending, int kept, String test) {
    ended(ending, kept, kept, test);
  }

  private void ended(String ending, int epochs, int kept, String test) {
    AtomicFiles.write(
        run.results(),
        """
        {"name": "reviews", "task": "classes",
         "training": {"ending": "%s", "epochs": %s, "kept_epoch": %s, "seconds": 9} %s}
        """
            .formatted(ending, epochs, kept, test));
  }

  private void epochs(List<Double> training, List<Double> validation) {
    epochs(1, training, validation);
  }

  private void epochs(int first, List<Double> training, List<Double> validation) {
    History history = new History(run.metrics(), epoch -> 0);
    IntStream.range(0, training.size())
        .forEach(
            i ->
                history.add(
                    new Epoch(
                        first + i,
                        training.get(i),
                        Map.of("loss", validation.get(i)),
                        Optional.empty(),
                        1,
                        validation.get(i) <= 0.5)));
  }

  private List<Finding> findings() {
    return Findings.of(ReportedRun.read(run)).stream()
        .filter(finding -> !finding.title().startsWith("Few ")) // of the summary of the data
        .toList();
  }

  private Finding only() {
    assertThat(findings()).hasSize(1);
    return findings().get(0);
  }
}
