package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.Inference;
import dev.sluice.predict.Outcomes;
import dev.sluice.predict.Predictor;
import dev.sluice.problem.UserException;
import dev.sluice.run.Epoch;
import dev.sluice.run.History;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.train.Checkpoints;
import dev.sluice.train.Ending;
import dev.sluice.train.EpochScores;
import dev.sluice.train.Progress;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnsembleTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String CLASSES = "text: {column: words} | class: {column: kind}";
  private static final String WIDE =
      "text: {column: words} | class: {column: kind, linear: bag_of_words}";
  private static final String NUMBERS = "text: {column: words} | number: {columns: [x]}";

  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    List<String> rows = new ArrayList<>(List.of("words,kind,x,tags"));
    for (int i = 0; i < 40; i++) {
      rows.add("w%s a w%s,%s,%s,A B A".formatted(i % 7, i % 3, i % 3, i % 5));
    }
    Files.write(folder.resolve("rows.csv"), rows);
  }

  private LoadedConfig config(String inputAndTarget, int seed, String training) {
    String[] both = inputAndTarget.split(" \\| ");
    return ConfigReader.parse(
        """
        name: several
        seed: %s
        data:
          source: {csv: {path: rows.csv}}
          split: {validation: {share: 0.2}, test: {share: 0.2}}
          input: {%s}
          target: {%s}
        network: [{embedding: {size: 3}}, {lstm: {units: 3, dropout: 0.3}}]
        training: {batch_size: 8, optimizer: {adam: {learning_rate: 0.05}}, %s}
        """
            .formatted(seed, both[0], both[1], training),
        "several.yaml",
        folder,
        List.of());
  }

  private static float[][] outputs(Experiment experiment) {
    TrainedNetwork trained = experiment.train();
    try (Inference network = trained.network().inference()) {
      return Outcomes.outputs(
          network, trained.pipeline(), experiment.data().examples(Part.TEST), Patience.ENDLESS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {CLASSES, NUMBERS})
  void givesTheAverageOfTrainingsFromOneSeedAfterAnother(String inputAndTarget) {
    float[][] average =
        outputs(Experiment.of(config(inputAndTarget, 7, "epochs: 1, ensemble: {seeds: 3}")));

    float[][] seven = outputs(Experiment.of(config(inputAndTarget, 7, "epochs: 1")));
    float[][] eight = outputs(Experiment.of(config(inputAndTarget, 8, "epochs: 1")));
    float[][] nine = outputs(Experiment.of(config(inputAndTarget, 9, "epochs: 1")));
    assertThat(eight[0][0]).isNotEqualTo(seven[0][0]);
    for (int row = 0; row < average.length; row++) {
      double mean = ((double) seven[row][0] + eight[row][0] + nine[row][0]) / 3;
      assertThat((double) average[row][0]).isCloseTo(mean, within(1e-6));
    }
  }

  /** A program that is killed when the network with this number ends this epoch. */
  private static Progress killedIn(int network, int epoch) {
    return new Progress() {
      private int at;

      @Override
      public void networkStarted(int number, int networks) {
        at = number;
      }

      @Override
      public void epochEnded(EpochScores scores, boolean best) {
        if (at == network && scores.epoch() == epoch) {
          throw new IllegalStateException("killed");
        }
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "2, 2", "3, 2"})
  void killedInAnyNetworkEndsWithTheSameBits(int network, int epoch) {
    Experiment experiment =
        Experiment.of(config(WIDE, 7, "epochs: 3, checkpoint_every: 2, ensemble: {seeds: 3}"));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord record = RunRecord.begin(run, experiment, List.of(), NOW);
    Checkpoints checkpoints = new Checkpoints(run.checkpoints());

    assertThatThrownBy(
            () ->
                experiment.train(
                    record.history(checkpoints).and(killedIn(network, epoch)),
                    () -> false,
                    Optional.of(checkpoints)))
        .hasMessage("killed");
    TrainedNetwork resumed =
        experiment.train(record.history(checkpoints), () -> false, Optional.of(checkpoints));

    TrainedNetwork whole = experiment.train();
    assertThat(resumed.network().parameters().toBytes())
        .isEqualTo(whole.network().parameters().toBytes());
    assertThat(resumed.pipeline().toJson()).isEqualTo(whole.pipeline().toJson());
    assertThat(History.read(run.metrics()).stream().map(e -> e.network().get() + "." + e.epoch()))
        .containsExactly("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3");
    assertThat(History.read(run.metrics()).stream().map(Epoch::validation).toList())
        .isEqualTo(whole.epochs().stream().map(EpochScores::validation).toList());
  }

  @Test
  void leavesOneModelAndOneSetOfScores() {
    Experiment experiment =
        Experiment.of(config(WIDE, 7, "epochs: 2, ensemble: {seeds: 2}, final_fit: {}"));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord record = RunRecord.begin(run, experiment, List.of(), NOW);
    TrainedNetwork trained =
        experiment.train(
            record.history(new Checkpoints(run.checkpoints())), () -> false, Optional.empty());

    record.end(experiment, trained, () -> NOW);

    Results results = Results.read(run.results()).orElseThrow();
    assertThat(results.training().epochs()).isEqualTo(4);
    assertThat(results.training().note().orElseThrow())
        .startsWith("The model is the average of 2 networks, of the epochs ");
    assertThat(results.test()).isPresent();
    assertThat(run.report()).content().contains("validation of network 2");
    try (Bundle bundle = Bundle.open(run.model())) {
      assertThat(bundle.network().parameters().length())
          .isEqualTo(2 * experiment.onAllRows().network().parameters());
    }
    assertThat(run.model().resolve("model.zip")).doesNotExist();
  }

  @Test
  void aModelThatIsLoadedAnswersAsTheOneThatWasTrained() {
    Experiment experiment = Experiment.of(config(CLASSES, 7, "epochs: 1, ensemble: {seeds: 2}"));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord record = RunRecord.begin(run, experiment, List.of(), NOW);
    TrainedNetwork trained = experiment.train();
    record.end(experiment, trained, () -> NOW);

    try (Predictor inMemory = Predictor.of(trained.pipeline(), trained.network());
        Predictor loaded = Predictor.load(run.path())) {
      assertThat(loaded.classify("w1 a w2")).isEqualTo(inMemory.classify("w1 a w2"));
    }
  }

  @Test
  void stoppedInTheSecondNetworkTheModelIsOfWhatWasTrained() {
    Experiment experiment =
        Experiment.of(config(CLASSES, 7, "epochs: 2, checkpoint_every: 1, ensemble: {seeds: 3}"));
    RunFolder run = RunFolder.createAt(folder.resolve("run"));
    RunRecord record = RunRecord.begin(run, experiment, List.of(), NOW);
    AtomicInteger batches = new AtomicInteger();

    TrainedNetwork stopped = // 24 texts are 3 batches
        experiment.train(Progress.NONE, () -> batches.incrementAndGet() > 10, Optional.empty());
    record.end(experiment, stopped, () -> NOW);

    assertThat(stopped.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(stopped.keptEpochs()).hasSize(2);
    try (Bundle bundle = Bundle.open(run.model())) {
      assertThat(bundle.config().training().networks()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tokens: {column: words} ; tags: {column: tags, crf: {}} | the best path of a crf",
        "text: {tokenizer: {characters: {}}} ; next: {} | text is generated by one",
      })
  void isRefusedWhereOutputsCannotBeAveraged(String inputAndTarget, String why) {
    assertThatThrownBy(() -> config(inputAndTarget.replace(" ;", " |"), 7, "ensemble: {seeds: 2}"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("training.ensemble: " + why);
  }
}
