package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.BaselineOutcome;
import dev.sluice.evaluate.EvaluationPlan;
import dev.sluice.evaluate.Forecasts;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Outcomes;
import dev.sluice.source.Table;
import dev.sluice.spec.BaselineSpec;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RidgeStartTest {
  private static final String CONFIG =
      """
      name: toy
      data:
        source: {csv: {path: rows-are-in-memory.csv}}
        time: {season: 6}
        input: {series: {lookback: 6, window_scale: {last_value: {}}, channels: independent}}
        target: {forecast: {columns: [y, z], horizon: 4}}
        split: {validation: {rows: 20}, test: {rows: 20}}
      network:
        - gru: {units: 2}
        - output: {linear_skip: true, linear_start: ridge}
      training: {epochs: 1, batch_size: 8, optimizer: {sgd: {learning_rate: 1e-12}}}
      """;

  private static final String SMALL_STEPS =
      CONFIG.replace("epochs: 1", "epochs: 4").replace("sgd: {learning_rate: 1e-12}", "adam: {}");

  private static final String TOO_LARGE_STEPS =
      CONFIG
          .replace("epochs: 1", "epochs: 3")
          .replace("learning_rate: 1e-12", "learning_rate: 0.5");

  @TempDir Path folder;

  @Test
  void theNetworkBeginsAsTheBaselineLinear() {
    assertThat(largestDifference(CONFIG)).isLessThan(1e-4);
  }

  @Test
  void segmentsShareTheMeanOfTheirConstants() {
    String segments = CONFIG.replace("{linear_skip", "{segments: {length: 2}, linear_skip");

    // Constants of steps of the baseline differ by less than this.
    assertThat(largestDifference(segments)).isLessThan(0.01);
  }

  @Test
  void quantilesBeginAtTheirMean() {
    String quantiles = CONFIG.replace("horizon: 4", "horizon: 4, quantiles: [0.1, 0.5, 0.9]");

    assertThat(largestDifference(quantiles)).isLessThan(1e-4);
  }

  @Test
  void windowsOfWhichATargetIsUnknownDoNotCount() {
    String masked =
        CONFIG.replace("  input:", "  columns: {y: {missing: mask}, z: {missing: mask}}\n  input:");
    List<List<String>> rows = rows();
    rows.set(50, List.of("", ""));

    TrainedNetwork trained = train(toy(masked, rows), () -> false, folder.resolve("masked"));

    assertThat(trained.ending()).isEqualTo(Ending.COMPLETED);
    assertThat(trained.epochs().get(0).loss()).isLessThan(0.5); // 1 is the variance
  }

  @Test
  void theStartIsKeptIfNoEpochIsBetter() {
    TrainedNetwork trained = train(toy(TOO_LARGE_STEPS, rows()), () -> false, folder);

    assertThat(trained.keptEpoch()).hasValue(0);
    assertThat(trained.epochs()).extracting(EpochScores::epoch).containsExactly(0, 1, 2, 3);
    assertThat(trained.trainedEpochs()).isEqualTo(3);
    assertThat(largestDifference(TOO_LARGE_STEPS)).isLessThan(1e-4);
  }

  @Test
  void anEpochThatIsBetterThanTheStartIsKept() {
    TrainedNetwork trained = train(toy(SMALL_STEPS, rows()), () -> false, folder);

    int best = trained.keptEpoch().orElseThrow();
    assertThat(best).isPositive();
    assertThat(loss(trained.epochs().get(best)))
        .isEqualTo(trained.epochs().stream().mapToDouble(RidgeStartTest::loss).min().getAsDouble())
        .isLessThan(loss(trained.epochs().get(0)));
  }

  private static double loss(EpochScores scores) {
    return scores.validation().get("loss");
  }

  @Test
  void theStartIsScoredAsAnEpochIs() {
    TrainedNetwork trained = train(toy(CONFIG, rows()), () -> false, folder);

    // The steps of CONFIG change nothing, and it has no dropout.
    EpochScores start = trained.epochs().get(0);
    EpochScores first = trained.epochs().get(1);
    assertThat(start.loss()).isCloseTo(first.loss(), within(1e-6));
    assertThat(start.validation().keySet()).isEqualTo(first.validation().keySet());
    assertThat(loss(start)).isCloseTo(loss(first), within(1e-6));
    assertThat(start.learningRate()).isEmpty();
  }

  @Test
  void patienceCountsFromTheStart() {
    String patient =
        TOO_LARGE_STEPS.replace("epochs: 3", "early_stopping: {patience: 2}, epochs: 50");

    TrainedNetwork trained = train(toy(patient, rows()), () -> false, folder);

    assertThat(trained.ending()).isEqualTo(Ending.STOPPED_EARLY);
    assertThat(trained.trainedEpochs()).isEqualTo(2);
  }

  @Test
  void aStartOfAveragedWeightsIsTheLineItself() {
    assertThat(
            largestDifference(
                TOO_LARGE_STEPS.replace("epochs: 3", "averaging: {ema: {}}, epochs: 3")))
        .isLessThan(1e-4);
  }

  @Test
  void withoutAValidationPartTheLastEpochIsKept() {
    String without = TOO_LARGE_STEPS.replace("validation: {rows: 20}, ", "");

    assertThat(train(toy(without, rows()), () -> false, folder).keptEpoch()).hasValue(3);
  }

  @Test
  void aPathThatStartsAtZeroHasNoStartToKeep() {
    String zero = TOO_LARGE_STEPS.replace(", linear_start: ridge", "");

    TrainedNetwork trained = train(toy(zero, rows()), () -> false, folder);

    assertThat(trained.epochs()).extracting(EpochScores::epoch).containsExactly(1, 2, 3);
  }

  @Test
  void aLaterTrainingCanTakeThePenaltyThatTheValidationPartChose() {
    Toy toy = toy(CONFIG, randomWalks()); // nothing to learn: the largest penalty is the best
    TrainedNetwork trained = train(toy, () -> false, folder);
    EarlierChoices choices =
        EarlierChoices.of(trained, toy.data(), toy.plan(), toy.config().training(), () -> {});
    EarlierChoices other = new EarlierChoices(trained.keptEpochs(), OptionalDouble.of(1e-5));

    assertThat(choices.ridgeStrength()).hasValue(10);
    assertThat(lossOfStart(toy, choices))
        .isEqualTo(trained.epochs().get(0).loss())
        .isGreaterThan(lossOfStart(toy, other));
  }

  private static double lossOfStart(Toy toy, EarlierChoices choices) {
    return new Ensemble(
            toy.config(),
            toy.data(),
            toy.plan(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(choices))
        .train(Progress.NONE, () -> false, Optional.empty())
        .epochs()
        .get(0)
        .loss();
  }

  @Test
  void aResumedTrainingStillHasItsStartToKeep() {
    Toy toy = toy(TOO_LARGE_STEPS, rows());
    Checkpoints checkpoints = new Checkpoints(folder);

    TrainedNetwork interrupted = train(toy, () -> checkpoints.lastEpoch() == 1, folder);
    TrainedNetwork resumed = train(toy, () -> false, folder);

    assertThat(interrupted.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(resumed.keptEpoch()).hasValue(0);
    assertThat(resumed.epochs()).extracting(EpochScores::epoch).containsExactly(0, 1, 2, 3);
    assertThat(resumed.network().parameters().toBytes())
        .isEqualTo(
            train(toy, () -> false, folder.resolve("through")).network().parameters().toBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 20, 60}) // while sums are taken, or the matrix is solved, or in epochs
  void aResumedTrainingGivesTheBitsOfAnUninterruptedOne(int asked) {
    Toy toy = toy(SMALL_STEPS, rows());
    Path checkpoints = folder.resolve("after-" + asked);
    AtomicInteger seen = new AtomicInteger();

    TrainedNetwork interrupted = train(toy, () -> seen.incrementAndGet() >= asked, checkpoints);
    TrainedNetwork resumed = train(toy, () -> false, checkpoints);

    assertThat(interrupted.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(resumed.network().parameters().toBytes())
        .isEqualTo(
            train(toy, () -> false, folder.resolve("through")).network().parameters().toBytes());
  }

  /** Between forecasts of the network and of the baseline, on the test part. */
  private double largestDifference(String yaml) {
    Toy toy = toy(yaml, rows());
    TrainedNetwork trained = train(toy, () -> false, folder.resolve("through"));
    Forecasts network =
        Outcomes.of(
                trained.network().inference(1),
                trained.pipeline(),
                toy.data().examples(Part.TEST),
                Patience.ENDLESS)
            .as(Forecasts.class);
    BaselineOutcome.Predicted linear =
        (BaselineOutcome.Predicted)
            toy.data()
                .pipeline()
                .target()
                .baselines(
                    EvaluationPlan.of(toy.config()),
                    () -> Optional.of(toy.data().parts()),
                    toy.data().examples(Part.TEST),
                    network,
                    Patience.ENDLESS)
                .apply(new BaselineSpec.Linear());
    double[][][] expected = linear.predictions().as(Forecasts.class).forecast();
    double largest = 0;
    for (int w = 0; w < expected.length; w++) {
      for (int step = 0; step < 4; step++) {
        for (int c = 0; c < 2; c++) {
          largest =
              Math.max(largest, Math.abs(network.forecast()[w][step][c] - expected[w][step][c]));
        }
      }
    }
    return largest;
  }

  private static Toy toy(String yaml, List<List<String>> rows) {
    Config config = ConfigReader.parse(yaml, "toy.yaml", Path.of(""), List.of()).config();
    Dataset data = Dataset.load(config.data(), Table.of(List.of("y", "z"), rows));
    return new Toy(
        config,
        data,
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape()));
  }

  /** Two noisy waves. */
  private static List<List<String>> rows() {
    Random random = new Random(3);
    List<List<String>> rows = new ArrayList<>();
    for (int t = 0; t < 120; t++) {
      double wave = Math.sin(t * Math.PI / 3);
      rows.add(
          List.of(
              wave + 0.1 * random.nextGaussian() + "",
              2 * wave + 0.2 * random.nextGaussian() + ""));
    }
    return rows;
  }

  private static List<List<String>> randomWalks() {
    Random random = new Random(5);
    List<List<String>> rows = new ArrayList<>();
    double y = 0;
    double z = 0;
    for (int t = 0; t < 120; t++) {
      y += random.nextGaussian();
      z += random.nextGaussian();
      rows.add(List.of(y + "", z + ""));
    }
    return rows;
  }

  private static TrainedNetwork train(Toy toy, BooleanSupplier stop, Path checkpoints) {
    return new Trainer(
            toy.config(),
            toy.data(),
            toy.plan(),
            Progress.NONE,
            stop,
            Optional.of(new Checkpoints(checkpoints)))
        .train();
  }
}
