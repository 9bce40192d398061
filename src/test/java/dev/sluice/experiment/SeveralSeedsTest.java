package dev.sluice.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.ConfigReader;
import dev.sluice.evaluate.Evaluation;
import dev.sluice.predict.Predictor;
import dev.sluice.run.RunFolder;
import dev.sluice.train.TrainedNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search is a loop over experiments: here three seeds, the best of which is kept as a run. */
class SeveralSeedsTest {
  private static final Path CONFIG = Path.of("config/airline.yaml");

  @Test
  void theBestOfThreeSeedsIsKept(@TempDir Path folder) {
    Experiment best = null;
    TrainedNetwork bestTrained = null;
    for (int seed = 1; seed <= 3; seed++) {
      Experiment experiment =
          Experiment.of(ConfigReader.read(CONFIG, List.of("seed=" + seed, "training.epochs=2")));
      TrainedNetwork trained = experiment.train();
      if (best == null || loss(trained) < loss(bestTrained)) {
        best = experiment;
        bestTrained = trained;
      }
    }
    RunFolder run = RunFolder.createAt(folder.resolve("best"));
    RunRecord.begin(run, best, List.of(), Instant.EPOCH)
        .end(best, bestTrained, () -> Instant.EPOCH);

    assertThat(run.predictions()).isNotEmptyFile();
    assertThat(Predictor.load(run.path())).isNotNull();
    assertThat(best.score(bestTrained)).isPresent();
  }

  @Test
  void theBestAndTheNewestRunOfANameAreLinked(@TempDir Path folder) throws IOException {
    List<RunFolder> runs = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      Experiment experiment =
          Experiment.of(ConfigReader.read(CONFIG, List.of("seed=" + seed, "training.epochs=1")));
      Instant now = Instant.EPOCH.plusSeconds(seed);
      RunFolder run = RunFolder.create(folder, "airline", now);
      Optional<Evaluation> scores =
          RunRecord.begin(run, experiment, List.of(), now)
              .end(experiment, experiment.train(), () -> now);
      runs.add(run);
      errors.add(scores.get().values().get("mae"));
    }
    Path best = runs.get(errors.get(0) < errors.get(1) ? 0 : 1).path();

    assertThat(folder.resolve("airline/best").toRealPath()).isEqualTo(best.toRealPath());
    assertThat(folder.resolve("airline/latest").toRealPath())
        .isEqualTo(runs.get(1).path().toRealPath());
    assertThat(RunFolder.open(folder.resolve("airline/best")).path()).isEqualTo(best);
  }

  /** Of the epoch that was kept, on the validation part. */
  private static double loss(TrainedNetwork trained) {
    int kept = trained.keptEpoch().orElseThrow();
    return trained.epochs().stream()
        .filter(scores -> scores.epoch() == kept)
        .findFirst()
        .orElseThrow()
        .validation()
        .get("loss");
  }
}
