package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/** Ten epochs of four steps each; the optimizer's rate is 0.8. */
class LearningRateTest {
  @Test
  void staysConstant() {
    assertThat(rates(new ScheduleSpec.Constant(), 0, 39)).containsExactly(0.8, 0.8);
  }

  @Test
  void fallsByStepsOfEpochs() {
    assertThat(rates(new ScheduleSpec.Step(0.5, 3), 0, 11, 12, 23, 24, 39))
        .containsExactly(0.8, 0.8, 0.4, 0.4, 0.2, 0.1);
  }

  @Test
  void fallsAfterEachEpoch() {
    assertThat(rates(new ScheduleSpec.Exponential(0.5), 0, 3, 4, 8))
        .containsExactly(0.8, 0.8, 0.4, 0.2);
  }

  @Test
  void risesSteeplyAndFallsSlowlyInASlantedTriangle() {
    // 40 steps: 4 up, 36 down; 0.8 * (1 + height * 3) / 4
    assertThat(rates(new ScheduleSpec.SlantedTriangular(0.1, 4), 0, 2, 4, 22, 40, 50))
        .containsExactly(new double[] {0.2, 0.5, 0.8, 0.5, 0.2, 0.2}, within(1e-12));
  }

  @Test
  void fallsAlongHalfACosineOverAllSteps() {
    // 0.8 * (0.25 + 0.75 * (1 + cos(pi * step / 40)) / 2); at 10 the cosine is sqrt(1/2).
    assertThat(rates(new ScheduleSpec.Cosine(0.25), 0, 10, 20, 40, 50))
        .containsExactly(
            new double[] {0.8, 0.8 * (0.25 + 0.75 * 0.8535533905932737), 0.5, 0.2, 0.2},
            within(1e-12));
  }

  @Test
  void risesBeforeItFollowsAnotherSchedule() {
    // Two epochs are eight steps; the cosine then has the other 32.
    assertThat(rates(new ScheduleSpec.WarmUp(2, new ScheduleSpec.Cosine(0)), 0, 3, 7, 8, 24, 40))
        .containsExactly(new double[] {0.1, 0.4, 0.8, 0.8, 0.4, 0}, within(1e-12));
    // Half an epoch are two steps; the epochs of the steps are counted from there.
    assertThat(rates(new ScheduleSpec.WarmUp(0.5, new ScheduleSpec.Step(0.5, 1)), 0, 1, 2, 5, 6))
        .containsExactly(new double[] {0.4, 0.8, 0.8, 0.8, 0.4}, within(1e-12));
  }

  @Test
  void aRiseAsLongAsTheTrainingEndsAtTheFullRate() {
    // Ten epochs are forty steps; the cosine has none.
    assertThat(rates(new ScheduleSpec.WarmUp(10, new ScheduleSpec.Cosine(0)), 19, 39))
        .containsExactly(new double[] {0.4, 0.8}, within(1e-12));
  }

  @Test
  void fallsWhenTheValidationLossStalls() {
    LearningRate rate = rate(new ScheduleSpec.Plateau(0.5, 2));
    Plateau plateau = rate.plateau().orElseThrow();

    double[] losses = {1.0, 0.9, 0.9, 0.95, 0.8, 0.8, Double.NaN, 0.9, 0.9};
    double[] rates = new double[losses.length];
    for (int epoch = 1; epoch <= losses.length; epoch++) {
      plateau.epochEnded(epoch, losses[epoch - 1]);
      rates[epoch - 1] = rate.at(4 * epoch);
    }

    assertThat(rates).containsExactly(0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1);
  }

  @Test
  void waitsForNothingDuringTheRise() {
    LearningRate rate = rate(new ScheduleSpec.WarmUp(2, new ScheduleSpec.Plateau(0.5, 1)));
    Plateau plateau = rate.plateau().orElseThrow();

    plateau.epochEnded(1, 1.0);
    plateau.epochEnded(2, 2.0);
    assertThat(rate.at(8)).isEqualTo(0.8);
    plateau.epochEnded(3, 3.0);
    plateau.epochEnded(4, 3.0);
    assertThat(rate.at(16)).isEqualTo(0.4);
  }

  @Test
  void goesOnFromACheckpoint() {
    Plateau whole = rate(new ScheduleSpec.Plateau(0.5, 2)).plateau().orElseThrow();
    whole.epochEnded(1, 1.0);
    whole.epochEnded(2, 1.0);
    LearningRate resumed = rate(new ScheduleSpec.Plateau(0.5, 2));

    resumed.plateau().orElseThrow().restore(whole.state());
    resumed.plateau().orElseThrow().epochEnded(3, 1.0);

    assertThat(resumed.at(12)).isEqualTo(0.4);
  }

  @Test
  void theNetworkFollowsItsPlateau() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(2));
    Network trainable =
        new NetworkBuilder(plan).trainable(spec(new ScheduleSpec.Plateau(0.5, 1)), 1, 3);
    Network unchanged = new NetworkBuilder(plan).trainable(spec(new ScheduleSpec.Constant()), 1, 3);
    Plateau plateau = trainable.schedule().orElseThrow().plateau().orElseThrow();

    plateau.epochEnded(1, 1.0);
    plateau.epochEnded(2, 1.0);

    INDArray half = stepOf(trainable.dl4j(), plan);
    INDArray whole = stepOf(unchanged.dl4j(), plan);
    assertThat(half.mul(2).sub(whole).amaxNumber().doubleValue()).isLessThan(1e-6);
    assertThat(whole.amaxNumber().doubleValue()).isGreaterThan(1e-3);
  }

  @Test
  void dl4jCanPrintItsConfiguration() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(2));
    MultiLayerNetwork network =
        new NetworkBuilder(plan).trainable(spec(new ScheduleSpec.Cosine(0)), 1, 3).dl4j();

    assertThat(network.getLayerWiseConfigurations().toJson())
        .contains(LearningRate.class.getName());
  }

  @Test
  void aConfigurationKeepsItThroughJsonAndJavasSerialization() throws Exception {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(2));
    for (ScheduleSpec schedule : EVERY_KIND) {
      Network trainable = new NetworkBuilder(plan).trainable(spec(schedule), 1, 4);
      LearningRate before = trainable.schedule().orElseThrow();
      before.plateau().ifPresent(plateau -> plateau.epochEnded(3, 1.0));
      before.plateau().ifPresent(plateau -> plateau.epochEnded(4, 1.0));
      MultiLayerConfiguration configuration = trainable.dl4j().getLayerWiseConfigurations();

      for (MultiLayerConfiguration copy :
          List.of(
              MultiLayerConfiguration.fromJson(configuration.toJson()), copied(configuration))) {
        assertThat(copy).isEqualTo(configuration);
        assertThat(schedules(copy)).hasSameSizeAs(schedules(configuration));
        for (ISchedule after : schedules(copy)) {
          for (int step : List.of(0, 3, 7, 16, 23, 39)) {
            assertThat(after.valueAt(step, 0)).as("%s", schedule).isEqualTo(before.at(step));
          }
        }
      }
    }
    assertThat(EVERY_KIND.stream().map(Object::getClass))
        .contains(ScheduleSpec.class.getPermittedSubclasses());
  }

  private static final List<ScheduleSpec> EVERY_KIND =
      List.of(
          new ScheduleSpec.Constant(),
          new ScheduleSpec.Step(0.5, 3),
          new ScheduleSpec.Exponential(0.9),
          new ScheduleSpec.Cosine(0.25),
          new ScheduleSpec.SlantedTriangular(0.2, 16),
          new ScheduleSpec.WarmUp(2, new ScheduleSpec.Cosine(0)),
          new ScheduleSpec.WarmUp(1.5, new ScheduleSpec.Plateau(0.5, 1)),
          new ScheduleSpec.Plateau(0.5, 1));

  /** Of each layer that has one. */
  private static List<ISchedule> schedules(MultiLayerConfiguration configuration) {
    return configuration.getConfs().stream()
        .map(NeuralNetConfiguration::getLayer)
        .filter(BaseLayer.class::isInstance)
        .map(layer -> (Sgd) ((BaseLayer) layer).getIUpdater())
        .map(Sgd::getLearningRateSchedule)
        .filter(Objects::nonNull)
        .toList();
  }

  private static MultiLayerConfiguration copied(MultiLayerConfiguration configuration)
      throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(configuration);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (MultiLayerConfiguration) in.readObject();
    }
  }

  @Test
  void adaDeltaHasNone() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(2));

    Network trainable =
        new NetworkBuilder(plan).trainable(training(new OptimizerSpec.Adadelta(0.95, 1e-6)), 1, 3);

    assertThat(trainable.schedule()).isEmpty();
  }

  private static INDArray stepOf(MultiLayerNetwork network, NetworkPlan plan) {
    INDArray before = network.params().dup();
    network.fit(batch(plan, 4, 5, 5, 5));
    return before.subi(network.params());
  }

  private static double[] rates(ScheduleSpec schedule, int... steps) {
    LearningRate rate = rate(schedule);
    return IntStream.of(steps).mapToDouble(rate::at).toArray();
  }

  private static LearningRate rate(ScheduleSpec schedule) {
    return new LearningRate(0.8, spec(schedule), 4);
  }

  private static TrainingSpec spec(ScheduleSpec schedule) {
    return training(new OptimizerSpec.Sgd(0.8, 0), schedule, Optional.empty(), Optional.empty());
  }
}
