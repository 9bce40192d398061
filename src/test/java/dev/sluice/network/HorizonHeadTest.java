package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.decodingSegments;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.readingStatesOfHorizon;
import static dev.sluice.network.Networks.segments;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.LossSpec;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;

class HorizonHeadTest {

  static Stream<NetworkPlan> plans() {
    InputShape six = new InputShape.Steps(3, 6);
    return Stream.of(
        plan(WINDOWS, FOUR_NUMBERS, lstm(3), decodingSegments(1)),
        plan(WINDOWS, FOUR_NUMBERS, lstm(3), dense(2), decodingSegments(2)),
        plan(six, new OutputShape.Values(4, 1), segments(2, 3), gru(3, true), decodingSegments(2)),
        plan(WINDOWS, FOUR_NUMBERS, gru(3, true), pooling(Method.CONCAT), decodingSegments(1)),
        plan(WINDOWS, FOUR_NUMBERS, lstm(3), decodingSegments(1, true)),
        plan(WINDOWS, FOUR_NUMBERS, lstm(3), readingStatesOfHorizon()),
        plan(WINDOWS, FOUR_NUMBERS, lstm(3), gru(2, true), dense(2), readingStatesOfHorizon()),
        plan(six, FOUR_NUMBERS, segments(3, 2), lstm(3), readingStatesOfHorizon()),
        plan(
            WINDOWS, FOUR_NUMBERS, bidirectional(lstm(2), Merge.CONCAT), readingStatesOfHorizon()));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void predictsWithoutDl4jWhatItTrainedAndHasTheParametersOfThePlan(NetworkPlan plan) {
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    int steps = plan.input().steps();
    DataSet examples = batch(plan, 3, steps, steps, steps);

    double before = network.score(examples);
    for (int step = 0; step < 20; step++) {
      network.fit(examples);
    }

    assertThat(network.score(examples)).isLessThan(before);
    assertThat(network.numParams()).isEqualTo(plan.parameters());
    assertThat(new NetworkBuilder(plan).engines()).containsOnly("kernel");
    InferenceTest.assertBitsOfDl4j(
        new NetworkBuilder(plan).trained(network.params()), examples, plan.toString());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void itsGradientsAreSlopes(NetworkPlan plan) {
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    int steps = plan.input().steps();

    GradientCheck.assertSlopes(network, batch(plan, 3, steps, steps, steps), plan.toString());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void itsConfigurationSurvivesDl4jsJson(NetworkPlan plan) {
    MultiLayerConfiguration configuration =
        new NetworkBuilder(plan).trainable(training(), 1, 1).dl4j().getLayerWiseConfigurations();

    String json = configuration.toJson();

    assertThat(MultiLayerConfiguration.fromJson(json).toJson()).isEqualTo(json);
  }

  @Test
  void theNetworkForecastsEachStepByTheStateThatSeesIt() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(3), readingStatesOfHorizon());
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    DataSet examples = batch(plan, 3, 5);
    float[] before = network.output(examples.getFeatures()).toFloatVector();

    examples.getFeatures().putScalar(0, 1, 4, 9); // at the last step

    float[] after = network.output(examples.getFeatures()).toFloatVector();
    assertThat(after[0]).isEqualTo(before[0]);
    assertThat(after[1]).isEqualTo(before[1]);
    assertThat(after[2]).isNotEqualTo(before[2]);
    assertThat(after[3]).isNotEqualTo(before[3]);
  }

  @Test
  void refusesWhatDoesNotFitTheHorizon() {
    OutputShape five = new OutputShape.Values(5, 1);

    assertThat(problem(five, WINDOWS, lstm(2), decodingSegments(2)))
        .isEqualTo(
            """
            network[1].output.segments.length: a horizon of 5 is not a multiple of segments of 2
                choose a length that divides it, or a horizon of 4 or 6\
            """);
    assertThat(problem(new OutputShape.Values(6, 1), WINDOWS, lstm(2), readingStatesOfHorizon()))
        .isEqualTo(
            """
            network[1].output.states: horizon reads the last 6 states, but there are only 5
                lengthen the lookback, shorten the horizon, or remove it\
            """);
    assertThat(problem(five, WINDOWS, lstm(2, Optional.of(false)), readingStatesOfHorizon()))
        .contains(
            "network[0].lstm.return_sequences: outputs one vector for all steps, but the output");
    LayerSpec skipping = readingStatesOfHorizon(true);
    assertThat(problem(five, WINDOWS, lstm(2), skipping))
        .isEqualTo(
            """
            network[1].output.linear_skip: joins all steps, but states: horizon reads each by itself
                remove it, or remove states: horizon\
            """);
    assertThat(problem(five, new InputShape.Steps(3, 5, true), lstm(2), readingStatesOfHorizon()))
        .contains("examples of the same length, and these differ in length");
    assertThat(problem(Networks.TWO_CLASSES, WINDOWS, lstm(2), decodingSegments(1)))
        .contains("network[1].output.segments: is only for the target forecast");
  }

  private static String problem(OutputShape target, InputShape input, LayerSpec... layers) {
    UserException refused =
        catchThrowableOfType(
            UserException.class,
            () -> NetworkPlan.of(config(training(new LossSpec.Mse()), layers), input, target));
    assertThat(refused).isNotNull();
    return refused.getMessage();
  }
}
