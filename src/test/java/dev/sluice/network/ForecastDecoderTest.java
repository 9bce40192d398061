package dev.sluice.network;

import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.convolution;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.problem.UserException;
import dev.sluice.shape.Category;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Reversible;
import dev.sluice.spec.AttentionSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.NetworkSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TeacherForcingScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** An encoder of the lookback and a decoder of the horizon. */
class ForecastDecoderTest {
  private static final InputShape SEVEN = new InputShape.Steps(3, 7);
  private static final OutputShape THREE_OF_TWO =
      new OutputShape.Values(3, 2, 1, Optional.empty(), true);

  private static NetworkSpec network(List<LayerSpec> encoder, LayerSpec... decoder) {
    return new NetworkSpec.EncoderDecoder(encoder, List.of(decoder), Optional.empty());
  }

  private static NetworkPlan plan(InputShape input, NetworkSpec network) {
    return NetworkPlan.of(config(training(), network), input, THREE_OF_TWO);
  }

  static Stream<NetworkPlan> plans() {
    return Stream.of(
        plan(SEVEN, network(List.of(lstm(3)), lstm(4))),
        plan(SEVEN, network(List.of(gru(3, true), dense(2)), gru(4, true), simpleRnn(2))),
        plan(SEVEN, network(List.of(dense(2), lstm(3)), lstm(3, LayerSpec.Lstm.Peepholes.GRAVES))),
        plan(SEVEN, network(List.of(bidirectional(lstm(2), Merge.CONCAT)), gru(3, true))),
        plan(SEVEN, network(List.of(convolution(3, 2), gru(2, true)), gru(3, true))));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void predictsWithoutDl4jWhatItTrainedAndHasTheParametersOfThePlan(NetworkPlan plan) {
    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    DataSet examples = batch(plan, 3, 7, 7, 7);

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

    GradientCheck.assertSlopes(network, batch(plan, 3, 7, 7, 7), plan.toString());
  }

  @Test
  void readsCategoriesWithTablesOfItsOwn() {
    InputShape windows =
        new InputShape.Steps(4, 7, false, List.of(new Category("kind", 3, 2, true)));
    NetworkPlan plan = plan(windows, network(List.of(gru(2, true)), gru(3, true)));
    // once for the encoder, once for the decoder: 3 ids of 2; a step has 3 numbers and 2 of the id
    long encoder = 3 * 2 + 2 * 3 * (5 + 2) + 4 * 2;
    long decoder = 3 * 2 + 3 * 3 * (5 + 3) + 4 * 3 + 2 * 3 + 3 + 3 * 2 + 2;
    assertThat(plan.parameters()).isEqualTo(encoder + decoder);

    MultiLayerNetwork network = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
    DataSet examples = batch(plan, 3, 7, 7);
    for (int r = 0; r < 2; r++) {
      for (int t = 0; t < 7; t++) {
        examples.getFeatures().putScalar(r, 3, t, (r + t) % 3);
      }
    }
    GradientCheck.assertSlopes(network, examples, "categories");
  }

  /** What stands after the cutoff among the targets is not seen; what is known there is. */
  @Test
  void forecastsReadTheirOwnValuesAndWhatIsKnownAhead() {
    NetworkPlan plan = plan(SEVEN, network(List.of(lstm(3)), gru(4, true)));
    try (Network network = Network.untrained(plan, training(), 1, 7);
        Inference inference = network.inference(1)) {
      float[] windows = batch(plan, 3, 7).getFeatures().dup('c').data().asFloat();
      float[] before = forecast(inference, windows);

      for (int feature = 0; feature < 3; feature++) {
        for (int t = 0; t < 7; t++) {
          float[] moved = windows.clone();
          moved[feature * 7 + t] += 1;
          float[] after = forecast(inference, moved);
          boolean seen = t < 4 || feature == 2;
          assertThat(Arrays.equals(after, before)).as(feature + " at " + t).isEqualTo(!seen);
          if (t > 4 && feature == 2) { // earlier steps do not know of later ones
            assertThat(Arrays.copyOf(after, (t - 4) * 2))
                .isEqualTo(Arrays.copyOf(before, (t - 4) * 2));
          }
        }
      }
    }
  }

  private static float[] forecast(Inference inference, float[] windows) {
    return inference.outputs(windows, new int[] {1, 3, 7}, Optional.empty())[0];
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 0.5, 0})
  void learnsByTheTrueValuesOrItsOwn(double ratio) {
    TrainingSpec training = forced(ratio);
    NetworkPlan plan =
        NetworkPlan.of(
            config(training, network(List.of(gru(12, true)), gru(12, true))), SEVEN, THREE_OF_TWO);
    try (Network network = Network.untrained(plan, training, 10, 7)) {
      network.setSeed(3);
      double first = error(network);
      for (int step = 0; step < 300; step++) {
        network.fit(waves(step, 32));
      }
      assertThat(error(network)).isLessThan(first / 10);
    }
  }

  /** A state for each step ahead, which has read all that is known up to it. */
  @Test
  void learnsWhatADirectHeadLearns() {
    double direct =
        errorOf(
            NetworkPlan.of(
                config(training(), gru(12, true), Networks.readingStatesOfHorizon()),
                SEVEN,
                new OutputShape.Values(3, 2)));
    double decoded = errorOf(plan(SEVEN, network(List.of(gru(12, true)), gru(12, true))));

    assertThat(decoded).as("direct: " + direct).isLessThan(Math.max(0.01, 1.5 * direct));
  }

  private static double errorOf(NetworkPlan plan) {
    try (Network network = Network.untrained(plan, training(), 10, 7)) {
      for (int step = 0; step < 400; step++) {
        network.fit(waves(step, 32));
      }
      return error(network);
    }
  }

  @Test
  void theRatioChangesWhatIsLearned() {
    float[][] trained = new float[2][];
    for (int i = 0; i < 2; i++) {
      TrainingSpec training = forced(i);
      NetworkPlan plan =
          NetworkPlan.of(
              config(training, network(List.of(gru(3, true)), gru(3, true))), SEVEN, THREE_OF_TWO);
      try (Network network = Network.untrained(plan, training, 10, 7)) {
        network.fit(waves(1, 8));
        trained[i] = network.dl4j().params().toFloatVector();
      }
    }
    assertThat(trained[0]).isNotEqualTo(trained[1]);
  }

  @Test
  void dropsWhatTheDecoderReadsAndGives() {
    for (LayerSpec[] decoder :
        new LayerSpec[][] {
          {dropout(0.5), gru(3, true)}, {gru(3, true), dropout(0.5)},
        }) {
      NetworkPlan plan = plan(SEVEN, network(List.of(gru(3, true)), decoder));
      float[][] trained = new float[2][];
      for (int i = 0; i < 2; i++) {
        try (Network network = Network.untrained(plan, training(), 10, 7)) {
          network.setSeed(i);
          network.fit(waves(1, 8));
          trained[i] = network.dl4j().params().toFloatVector();
        }
      }
      assertThat(trained[0]).isNotEqualTo(trained[1]);
    }
  }

  /** The mean squared error of forecasts that read their own values. */
  private static double error(Network network) {
    DataSet examples = waves(1_000_000, 64);
    float[][] forecasts;
    try (Inference inference = network.inference(1)) {
      forecasts =
          inference.outputs(
              Views.toArray(examples.getFeatures()), new int[] {64, 3, 7}, Optional.empty());
    }
    double sum = 0;
    for (int r = 0; r < 64; r++) {
      for (int i = 0; i < 6; i++) {
        double off = forecasts[r][i] - examples.getLabels().getDouble(r, i);
        sum += off * off / (64 * 6);
      }
    }
    return sum;
  }

  /** A wave and its slope, of any phase, and a push that is known ahead and moves the wave. */
  private static DataSet waves(long seed, int count) {
    Random random = new Random(seed);
    INDArray features = Nd4j.zeros(count, 3, 7);
    INDArray labels = Nd4j.zeros(count, 6);
    for (int r = 0; r < count; r++) {
      double phase = random.nextDouble() * 2 * Math.PI;
      for (int t = 0; t < 7; t++) {
        double push = random.nextInt(2);
        double wave = Math.sin(phase + 0.7 * t) + push;
        double slope = Math.cos(phase + 0.7 * t);
        features.putScalar(r, 2, t, push);
        if (t < 4) {
          features.putScalar(r, 0, t, wave);
          features.putScalar(r, 1, t, slope);
        } else {
          labels.putScalar(r, (t - 4) * 2, wave);
          labels.putScalar(r, (t - 4) * 2 + 1, slope);
        }
      }
    }
    return new DataSet(features, labels);
  }

  private static TrainingSpec forced(double ratio) {
    return training(
        new OptimizerSpec.Adam(0.01, 0.9, 0.999, 1e-8),
        new ScheduleSpec.Constant(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(
            new TrainingSpec.TeacherForcing(ratio, new TeacherForcingScheduleSpec.Constant())));
  }

  @Test
  void isNoStockNetwork() {
    NetworkPlan plan = plan(SEVEN, network(List.of(lstm(2)), lstm(2)));
    INDArray parameters = new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j().params();

    assertThat(StockNetwork.of(plan, training(), new Coefficients(parameters)))
        .isEqualTo(new StockNetwork.NotExpressible("stock DL4J has no decoder of forecasts"));
  }

  @Test
  void refusesWhatItCannotBe() {
    assertThat(problem(new OutputShape.Values(3, 2), network(List.of(lstm(2)), lstm(2))))
        .isEqualTo(
            """
            network.decoder: forecasts one row after the other, but data.target.forecast.decoding is direct
                add decoding: recursive there\
            """);
    OutputShape quantiles =
        new OutputShape.Values(
            3, 2, 2, Optional.of(new LossSpec.Pinball(List.of(0.1, 0.5))), false);
    assertThat(problem(quantiles, network(List.of(lstm(2)), lstm(2))))
        .contains("intervals in place of quantiles or a distribution");
    assertThat(problem(THREE_OF_TWO, network(List.of(lstm(2)), embedding(2), lstm(2))))
        .isEqualTo(
            """
            network.decoder[0].embedding: turns ids into numbers, but a forecast reads numbers
                remove it\
            """);
    assertThat(
            problem(
                THREE_OF_TWO,
                new NetworkSpec.EncoderDecoder(
                    List.of(lstm(2)), List.of(lstm(2)), Optional.of(new AttentionSpec.Dot()))))
        .contains("network.attention: is for texts");
    assertThat(problem(Networks.TWO_CLASSES, network(List.of(lstm(2)), lstm(2))))
        .contains(
            "network.decoder: is for targets text and forecast, and the target is another one");
    assertThat(problem(THREE_OF_TWO, network(List.of(dense(2)), lstm(2))))
        .contains("network.encoder: no layer turns the steps into one vector");
    InputShape reversible =
        new InputShape.Steps(
            3, 7, false, List.of(), Optional.of(new Reversible(List.of(0, 1, -1))));
    UserException refused =
        catchThrowableOfType(
            UserException.class, () -> plan(reversible, network(List.of(lstm(2)), lstm(2))));
    assertThat(refused)
        .hasMessageContaining(
            "data.input.series.window_scale: revin scales the rows that the encoder reads");
  }

  private static String problem(OutputShape target, NetworkSpec network) {
    UserException refused =
        catchThrowableOfType(
            UserException.class, () -> NetworkPlan.of(config(training(), network), SEVEN, target));
    assertThat(refused).isNotNull();
    return refused.getMessage();
  }
}
