package dev.sluice.network;

import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.decodingSegments;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.linearSkip;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.segments;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class RecursionTest {
  private static final InputShape SEVEN = new InputShape.Steps(3, 7);
  private static final OutputShape THREE_OF_TWO =
      new OutputShape.Values(3, 2, 1, Optional.empty(), true);

  @Test
  void inTrainingEachStepReadsTheTrueTargetsOfTheStepBeforeIt() {
    // two targets and a covariate over two steps and a horizon of three, the second label unknown
    float[] features = {1, 2, 0, 0, 0, 10, 20, 0, 0, 0, 5, 6, 7, 8, 9};

    new Recursion(3, 2).teach(features, 3, 5, new float[] {3, 30, Float.NaN, 40, 5, 50});

    assertThat(features).containsExactly(1, 2, 2, 3, 3, 10, 20, 20, 30, 40, 5, 6, 7, 8, 9);
  }

  @Test
  void aForecastIsAnInputOfTheNextStep() {
    NetworkPlan plan = plan(SEVEN, THREE_OF_TWO, lstm(3), gru(2, true), dense(2));
    Network network = Network.untrained(plan, training(), 1, 7);
    DataSet examples = batch(plan, 3, 7, 7, 7, 7);
    for (int step = 0; step < 10; step++) {
      network.fit(examples);
    }
    INDArray features = examples.getFeatures().dup('c');

    float[][] forecasts =
        network
            .inference(1)
            .outputs(features.data().asFloat(), new int[] {4, 3, 7}, Optional.empty());

    float[] byHand = features.data().asFloat(); // (4, 3, 7); the horizon begins at step 4
    for (int k = 0; k < 3; k++) {
      for (int r = 0; r < 4; r++) {
        for (int c = 0; c < 2; c++) {
          int at = (r * 3 + c) * 7 + 4;
          byHand[at + k] = k == 0 ? byHand[at - 1] : forecasts[r][(k - 1) * 2 + c];
        }
      }
      float[] expected = network.output(byHand, 4, 3, 7);
      for (int r = 0; r < 4; r++) {
        for (int c = 0; c < 2; c++) {
          assertThat(forecasts[r][k * 2 + c]).isEqualTo(expected[r * 6 + k * 2 + c]);
        }
      }
    }
  }

  @Test
  void forecastsOfOneBatchDoNotDependOnTheOneBefore() {
    NetworkPlan plan = plan(SEVEN, THREE_OF_TWO, lstm(3));
    Inference inference = Network.untrained(plan, training(), 1, 7).inference(1);
    float[] features = batch(plan, 3, 7, 7).getFeatures().dup('c').data().asFloat();

    float[][] first = inference.outputs(features, new int[] {2, 3, 7}, Optional.empty());
    float[][] again = inference.outputs(features, new int[] {2, 3, 7}, Optional.empty());

    assertThat(again).isDeepEqualTo(first);
  }

  @Test
  void refusesLayersThatSeeLaterSteps() {
    assertThatThrownBy(
            () ->
                NetworkPlan.of(
                    config(training(), bidirectional(lstm(2), Merge.CONCAT)), SEVEN, THREE_OF_TWO))
        .hasMessageContaining("network[0].bidirectional");
  }

  @Test
  void refusesOutputsOfAllStepsAtOnce() {
    assertThat(problem(lstm(2), linearSkip()))
        .contains("network[1].output.linear_skip: joins all steps, but the target has an output");
    assertThat(problem(lstm(2), decodingSegments(1)))
        .contains(
            """
            network[1].output.segments: forecasts many steps at once, but decoding: recursive one after the other
                remove it, or remove decoding from data.target.forecast\
            """);
    assertThat(problem(segments(7, 2), lstm(2)))
        .contains("network[0].segments: joins steps, but each step is predicted");
  }

  private static String problem(LayerSpec... layers) {
    return catchThrowableOfType(
            UserException.class,
            () -> NetworkPlan.of(config(training(), layers), SEVEN, THREE_OF_TWO))
        .getMessage();
  }
}
