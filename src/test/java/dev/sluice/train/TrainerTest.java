package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.evaluate.ClassPredictions;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.plugin.Kind;
import dev.sluice.plugin.Kinds;
import dev.sluice.predict.Outcomes;
import dev.sluice.spec.OptimizerSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {
  private static final String TRAINING =
      "{epochs: 6, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}},"
          + " gradient_clipping: {global_norm: 1.0}, schedule: {plateau: {patience: 1}}}";

  private static final String AVERAGED = "training.averaging={ema: {decay: 0.8}}";

  @TempDir Path folder;

  @Test
  void sameSeedGivesTheSameBits() {
    Toy toy = Toy.withTraining(TRAINING);

    TrainedNetwork first = train(toy);
    TrainedNetwork second = train(toy);

    assertThat(bits(first)).isEqualTo(bits(second));
    assertThat(first.keptEpoch()).isEqualTo(second.keptEpoch());
  }

  @Test
  void anotherSeedGivesOtherParameters() {
    assertThat(bits(train(Toy.withTraining(TRAINING))))
        .isNotEqualTo(bits(train(Toy.withTraining(TRAINING, "seed=43"))));
  }

  @Test
  void theTrainingLossIsThatOfTheDataAlone() {
    String resting = "{epochs: 1, optimizer: {sgd: {learning_rate: 1e-12}}}";
    String network = "network=[{embedding: {size: 4}}, {lstm: {units: 5%s}}]";

    double without = lossOf(Toy.withTraining(resting, network.formatted("")));
    double with =
        lossOf(Toy.withTraining(resting, network.formatted(", l1: 10, l2: 10, weight_decay: 10")));

    assertThat(with).isEqualTo(without);
  }

  private double lossOf(Toy toy) {
    return train(toy).epochs().get(0).loss();
  }

  @Test
  void aResumedTrainingGivesTheBitsOfAnUninterruptedOne() {
    Toy toy = Toy.withTraining(TRAINING);
    TrainedNetwork uninterrupted = train(toy);

    for (int batches = 1; batches < 6 * 5; batches += 7) {
      Path checkpoints = folder.resolve("after-" + batches);
      TrainedNetwork interrupted = train(toy, after(batches), checkpoints);
      TrainedNetwork resumed = train(toy, () -> false, checkpoints);

      assertThat(interrupted.ending()).isEqualTo(Ending.INTERRUPTED);
      assertThat(resumed.ending()).isEqualTo(Ending.COMPLETED);
      assertThat(bits(resumed))
          .as("stopped after %d batches", batches)
          .isEqualTo(bits(uninterrupted));
      assertThat(resumed.epochs().stream().map(EpochScores::validation).toList())
          .isEqualTo(uninterrupted.epochs().stream().map(EpochScores::validation).toList());
    }
  }

  @Test
  void tellsOfEveryEpochAlsoWhenKilledBesideItsCheckpoint() {
    Toy toy = Toy.withTraining("{epochs: 3, batch_size: 8}");
    Path checkpoints = folder.resolve("killed");
    List<Integer> told = new ArrayList<>();
    Progress killedAfterEpoch2 =
        new Progress() {
          @Override
          public void epochEnded(EpochScores scores, boolean best) {
            told.add(scores.epoch());
            if (scores.epoch() == 2 && told.size() == 2) {
              throw new IllegalStateException("killed");
            }
          }
        };

    assertThatThrownBy(() -> train(toy, killedAfterEpoch2, () -> false, checkpoints))
        .hasMessage("killed");
    train(toy, killedAfterEpoch2, () -> false, checkpoints);

    // Epoch 2 has no checkpoint yet, so it is trained and told again; no epoch is left out.
    assertThat(told).containsExactly(1, 2, 2, 3);
  }

  @Test
  void resumeIsExactForEveryOptimizer() {
    Stream<String> all = Kinds.installed().of(OptimizerSpec.class).stream().map(Kind::name);
    for (String optimizer :
        Stream.concat(all.map(name -> name + ": {}"), Stream.of("sgd: {momentum: 0.9}")).toList()) {
      Toy toy =
          Toy.withTraining("{epochs: 2, batch_size: 8, optimizer: {%s}}".formatted(optimizer));
      Path checkpoints = folder.resolve(optimizer.replaceAll("\\W", ""));

      train(toy, after(6), checkpoints);
      TrainedNetwork resumed = train(toy, () -> false, checkpoints);

      assertThat(bits(resumed)).as(optimizer).isEqualTo(bits(train(toy)));
    }
  }

  @Test
  void anAverageOfTheWeightsIsPartOfTheCheckpoint() {
    Toy toy = Toy.withTraining(TRAINING, AVERAGED);
    Path checkpoints = folder.resolve("averaged");

    train(toy, after(13), checkpoints);
    TrainedNetwork resumed = train(toy, () -> false, checkpoints);

    assertThat(bits(resumed)).isEqualTo(bits(train(toy)));
  }

  @Test
  void aCheckpointWithoutAnAverageIsRefusedWhereOneIsAskedFor() {
    Path checkpoints = folder.resolve("plain");
    train(Toy.withTraining(TRAINING), after(13), checkpoints);

    assertThatThrownBy(() -> train(Toy.withTraining(TRAINING, AVERAGED), () -> false, checkpoints))
        .hasMessageContaining("averaged weights, but the checkpoint has 0");
  }

  @Test
  void withoutAValidationPartTheAverageOfTheLastStepIsKept() {
    String all = "data.split={test: {share: 0.25}}";
    String training = "{epochs: 2, batch_size: 8}";

    TrainedNetwork plain = train(Toy.withTraining(training, all));
    TrainedNetwork averaged = train(Toy.withTraining(training, all, AVERAGED));

    assertThat(averaged.epochs().get(1).loss()).isEqualTo(plain.epochs().get(1).loss());
    assertThat(bits(averaged)).isNotEqualTo(bits(plain));
  }

  @ParameterizedTest
  @ValueSource(strings = {"training.epochs=6", AVERAGED})
  void keepsTheBestEpochOnTheValidationPart(String override) {
    Toy toy = Toy.withTraining(TRAINING, override);

    TrainedNetwork trained = train(toy);

    EpochScores least =
        trained.epochs().stream()
            .min(Comparator.comparing(scores -> scores.validation().get("loss")))
            .orElseThrow();
    assertThat(trained.keptEpoch()).hasValue(least.epoch());
    ClassPredictions now =
        (ClassPredictions)
            Outcomes.of(
                trained.network().inference(1),
                toy.data().pipeline(),
                toy.data().examples(Part.VALIDATION),
                Patience.ENDLESS);
    double loss = 0; // the mean of -log p of the right class
    for (int row = 0; row < now.size(); row++) {
      loss -= Math.log(now.probabilities()[row][now.actual()[row]]) / now.size();
    }
    assertThat(loss).isCloseTo(least.validation().get("loss"), within(1e-6));
  }

  @Test
  void stopsEarlyWhenPatienceIsOver() {
    Toy toy =
        Toy.withTraining(
            "{epochs: 50, batch_size: 8, optimizer: {sgd: {learning_rate: 1.0e-9}},"
                + " early_stopping: {monitor: accuracy, patience: 2}}");

    TrainedNetwork trained = train(toy);

    // Nothing is learned: the first epoch is the best, and two more are waited for.
    assertThat(trained.ending()).isEqualTo(Ending.STOPPED_EARLY);
    assertThat(trained.keptEpoch()).hasValue(1);
    assertThat(trained.epochs()).hasSize(3);
  }

  @Test
  void aLossThatIsNoNumberEndsTheTrainingAndKeepsTheBestEpoch() {
    Toy toy =
        Toy.withTraining(
            "{epochs: 5, batch_size: 8, optimizer: {sgd: {learning_rate: 1.0e+38}}}",
            "network=[{embedding: {size: 4}}, {simple_rnn: {units: 5, activation: relu}}]");

    TrainedNetwork trained = train(toy);

    assertThat(trained.ending()).isEqualTo(Ending.DIVERGED);
    assertThat(trained.cause().orElseThrow())
        .startsWith("the loss or the weights became NaN or infinite at epoch 1, batch ")
        .contains("a lower learning_rate")
        .contains("gradient_clipping");
    assertThat(trained.keptEpoch()).isEmpty();
  }

  @Test
  void withoutAValidationPartTheLastEpochIsKept() {
    Toy toy = Toy.withTraining("{epochs: 3, batch_size: 8}", "data.split={test: {share: 0.25}}");

    TrainedNetwork trained = train(toy);

    assertThat(trained.keptEpoch()).hasValue(3);
    assertThat(trained.epochs()).allSatisfy(scores -> assertThat(scores.validation()).isEmpty());
  }

  @Test
  void twoClassesMayEndInASoftmax() {
    Toy toy = Toy.withTraining("{epochs: 3, batch_size: 8, loss: {cross_entropy: {}}}");

    TrainedNetwork trained = train(toy);

    assertThat(toy.plan().output().units()).isEqualTo(2);
    assertThat(trained.epochs().get(2).loss()).isLessThan(trained.epochs().get(0).loss());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.loss={binary_cross_entropy: {label_smoothing: 0.3}}",
        "training.loss={focal: {}}",
        "data.target.class.weights={good: 5}"
      })
  void lossesAreShownWithoutSmoothingFocalFactorAndWeights(String changed) {
    String resting = "{epochs: 1, optimizer: {sgd: {learning_rate: 1e-12}}}";
    String training = "{epochs: 1, batch_size: 8}";

    assertThat(lossOf(Toy.withTraining(resting, changed)))
        .isEqualTo(lossOf(Toy.withTraining(resting)));
    assertThat(bits(train(Toy.withTraining(training, changed))))
        .isNotEqualTo(bits(train(Toy.withTraining(training))));
    EpochScores scores = train(Toy.withTraining(training, changed)).epochs().get(0);
    assertThat(scores.validation().get("loss")).isEqualTo(scores.validation().get("log_loss"));
  }

  @Test
  void tagsResumeToTheSameBitsAndTheirValidationLossIsThatOfPaths() {
    for (String crf : List.of("", ", crf: {}")) {
      String characters = crf.isEmpty() ? "" : ", characters: {lstm: {units: 3}}";
      Toy toy = Toy.ofTags("{epochs: 4, batch_size: 8}", characters, crf);
      TrainedNetwork uninterrupted = train(toy);
      Path checkpoints = folder.resolve("tags" + crf.length());

      train(toy, after(13), checkpoints);
      TrainedNetwork resumed = train(toy, () -> false, checkpoints);

      assertThat(bits(resumed)).isEqualTo(bits(uninterrupted));
      EpochScores last = resumed.epochs().get(3);
      assertThat(last.validation().get("loss")).isEqualTo(last.loss(), within(0.3));
      double logLoss = last.validation().get("log_loss");
      if (crf.isEmpty()) {
        assertThat(last.validation().get("loss")).isEqualTo(logLoss);
      } else { // what is known of neighbours tells a path more than each tag by itself
        assertThat(last.validation().get("loss")).isLessThan(logLoss);
      }
    }
  }

  private static TrainedNetwork train(Toy toy) {
    return new Trainer(toy.config(), toy.data(), toy.plan()).train();
  }

  private static TrainedNetwork train(Toy toy, BooleanSupplier stop, Path checkpoints) {
    return train(toy, Progress.NONE, stop, checkpoints);
  }

  private static TrainedNetwork train(
      Toy toy, Progress progress, BooleanSupplier stop, Path checkpoints) {
    return new Trainer(
            toy.config(),
            toy.data(),
            toy.plan(),
            progress,
            stop,
            Optional.of(new Checkpoints(checkpoints)))
        .train();
  }

  /** Says stop after so many batches. */
  private static BooleanSupplier after(int batches) {
    AtomicInteger seen = new AtomicInteger();
    return () -> seen.incrementAndGet() >= batches;
  }

  private static byte[] bits(TrainedNetwork trained) {
    return trained.network().parameters().toBytes();
  }
}
