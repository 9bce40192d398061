package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.config.ConfigReader;
import dev.sluice.config.LoadedConfig;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.ExampleGroups;
import dev.sluice.frame.Part;
import dev.sluice.model.Bundle;
import dev.sluice.network.Inference;
import dev.sluice.predict.Outcomes;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.run.Results;
import dev.sluice.run.RunFolder;
import dev.sluice.run.TestScores;
import java.util.List;
import java.util.Optional;

/**
 * A run that has scores of its test part.
 *
 * @param scores as they were written
 */
record ScoredRun(RunFolder run, LoadedConfig loaded, TestScores scores) {
  /**
   * @throws UserException if it has no scores, or its model was trained on the test part
   */
  static ScoredRun open(RunFolder run) {
    Optional<TestScores> scores = Results.read(run.results()).flatMap(Results::test);
    if (run.isBacktest()) {
      throw refused(run, "is a backtest, which has no model", "compare trainings");
    }
    if (scores.flatMap(TestScores::deciding).isEmpty()) {
      throw refused(
          run, "has no scores on a test part", "finish a training whose config has a test part");
    }
    LoadedConfig loaded = ConfigReader.read(run.resolved(), List.of());
    if (loaded.config().training().finalFit().isPresent()) {
      throw refused(
          run,
          "its model was trained on all rows, including the test part",
          "compare runs without training.final_fit");
    }
    return new ScoredRun(run, loaded, scores.get());
  }

  private static UserException refused(RunFolder run, String what, String advice) {
    return new UserException(Problem.inFile(run.path(), what, advice));
  }

  /** The hash of the data and of the rows or windows that were scored. */
  Optional<String> testPart() {
    return scores.deciding().flatMap(TestScores.Deciding::testSha256);
  }

  /** The model's predictions of the test part. */
  Predictions predictions() {
    RunInputs.requireUnchanged(run, loaded.config().data());
    Examples test = test();
    try (Bundle bundle = Bundle.open(run.path());
        Inference network =
            bundle.network().inference(Runtime.getRuntime().availableProcessors())) {
      return Outcomes.of(network, bundle.pipeline(), test, Patience.ENDLESS);
    }
  }

  private Examples test() {
    return Dataset.load(loaded.config().data()).examples(Part.TEST);
  }

  /** What an example of the test part is called. */
  String example() {
    return test().frame().noun();
  }

  /** The group of each example of the test part, if the split keeps groups together. */
  Optional<int[]> groups() {
    return loaded.config().data().split().group().isEmpty()
        ? Optional.empty()
        : ExampleGroups.numbers(loaded.config().data().split(), test().frame());
  }
}
