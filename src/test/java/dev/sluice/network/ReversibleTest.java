package dev.sluice.network;

import static dev.sluice.network.Networks.batch;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.decodingSegments;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.gru;
import static dev.sluice.network.Networks.linearSkip;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.output;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.readingStatesOfHorizon;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.Reversible;
import dev.sluice.spec.Activation;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Weights of {@code window_scale: revin} at both ends of a network. */
class ReversibleTest {
  /** Two targets, a covariate, a feature of no column, and a lag of each target. */
  private static final InputShape WINDOWS = reversible(5, 0, 1, 2, -1, 0, 1);

  private static final OutputShape TWO_STEPS = new OutputShape.Values(2, 2);
  private static final List<Double> LEVELS = List.of(0.1, 0.5, 0.9);
  private static final OutputShape QUANTILES =
      new OutputShape.Values(2, 2, 3, Optional.of(new LossSpec.Pinball(LEVELS)));
  private static final OutputShape GAUSSIAN =
      new OutputShape.Values(
          2, 2, 2, Optional.of(new LossSpec.Likelihood(new DistributionSpec.Gaussian(LEVELS))));

  private static InputShape reversible(int steps, Integer... columnOf) {
    return new InputShape.Steps(
        columnOf.length, steps, false, List.of(), Optional.of(new Reversible(List.of(columnOf))));
  }

  static Stream<NetworkPlan> plans() {
    return Stream.of(
        plan(WINDOWS, TWO_STEPS, lstm(3)),
        plan(WINDOWS, TWO_STEPS, gru(2, true), dense(3)),
        plan(WINDOWS, QUANTILES, lstm(3)),
        plan(WINDOWS, GAUSSIAN, lstm(3)),
        plan(WINDOWS, TWO_STEPS, lstm(3), linearSkip()),
        plan(WINDOWS, TWO_STEPS, lstm(3), decodingSegments(1)),
        plan(WINDOWS, QUANTILES, lstm(3), readingStatesOfHorizon()));
  }

  /** bench/revin/constants.py has the network and prints the figures. */
  @Test
  void outputsLossAndGradientsAreThoseOfTheFormula() {
    NetworkPlan plan = plan(reversible(3, 0, 1), new OutputShape.Values(1, 2), pooling(Method.MAX));
    MultiLayerNetwork network = untrained(plan);
    network.getLayer(0).getParam("gamma").assign(row(1.5f, -0.5f));
    network.getLayer(0).getParam("beta").assign(row(0.25f, -1));
    network
        .getOutputLayer()
        .getParam("W")
        .assign(Nd4j.createFromArray(new float[][] {{0.5f, -0.25f}, {1, 0.75f}}));
    network.getOutputLayer().getParam("b").assign(row(0.1f, -0.2f));
    INDArray windows =
        Nd4j.createFromArray(
            new float[][][] {
              {
                {-1.06904153f, 1.33630191f, -0.26726038f}, {-0.70710501f, -0.70710501f, 1.41421003f}
              },
              {{-0.33968291f, -1.01904874f, 1.35873166f}, {0.92581911f, 0.46290955f, -1.38872866f}}
            });
    INDArray labels =
        Nd4j.createFromArray(new float[][] {{0.53452077f, 0.70710501f}, {0, -0.46290955f}});

    network.setInput(windows);
    network.setLabels(labels);
    network.computeGradientAndScore();

    assertThat(network.score()).isCloseTo(0.14250500, within(1e-6));
    assertClose(network.output(windows), 0.22051929, 0.49689768, 0.45894205, 0.00250225);
    Map<String, INDArray> gradients = network.gradient().gradientForVariable(); // of two windows
    assertClose(gradients.get("0_gamma").div(2), 0.07473557, 0.13154408);
    assertClose(gradients.get("0_beta").div(2), 0.03964435, 0.11211464);
    assertClose(gradients.get("2_W").div(2), 0.11406754, -0.59100503, 0.02090547, 0.00635844);
    assertClose(gradients.get("2_b").div(2), 0.04831353, -0.25520446);
  }

  private static INDArray row(float... numbers) {
    return Nd4j.createFromArray(numbers).reshape(1, numbers.length);
  }

  private static void assertClose(INDArray given, double... expected) {
    assertThat(given.dup('c').data().asDouble()).containsExactly(expected, within(1e-6));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void beginsAsTheNetworkWithoutIt(NetworkPlan plan) {
    InputShape.Steps with = (InputShape.Steps) plan.input();
    NetworkPlan without =
        plan(
            new InputShape.Steps(with.features(), with.steps()),
            plan.target(),
            plan.layers().subList(1, plan.layers().size()).stream()
                .map(PlannedLayer::spec)
                .toArray(LayerSpec[]::new));
    INDArray windows = batch(plan, 1, 5, 5, 5).getFeatures();

    assertThat(plan.parameters() - without.parameters())
        .isEqualTo(plan.output().parameters() - without.output().parameters() + 6);
    if (plan.output().equals(without.output())) {
      assertThat(untrained(plan).output(windows).toFloatMatrix())
          .isDeepEqualTo(untrained(without).output(windows).toFloatMatrix());
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void predictsWithoutDl4jWhatItTrainedAndHasTheParametersOfThePlan(NetworkPlan plan) {
    MultiLayerNetwork network = untrained(plan);
    DataSet examples = batch(plan, 3, 5, 5, 5);

    double before = network.score(examples);
    for (int step = 0; step < 20; step++) {
      network.fit(examples);
    }

    assertThat(network.score(examples)).isLessThan(before);
    assertThat(network.numParams()).isEqualTo(plan.parameters());
    assertThat(new NetworkBuilder(plan).engines()).containsOnly("kernel");
    for (String key : List.of("gamma", "beta")) {
      assertThat(network.getLayer(0).getParam(key).toFloatVector())
          .as("trained " + key)
          .doesNotContain(key.equals("gamma") ? 1 : 0);
    }
    InferenceTest.assertBitsOfDl4j(
        new NetworkBuilder(plan).trained(network.params()), examples, plan.toString());
  }

  @ParameterizedTest
  @MethodSource("plans")
  void itsGradientsAreSlopes(NetworkPlan plan) {
    GradientCheck.assertSlopes(moved(untrained(plan)), batch(plan, 3, 5, 5, 5), plan.toString());
  }

  @Test
  void itsGradientsAreExactInDoublePrecision() {
    for (OutputShape target : List.of(TWO_STEPS, QUANTILES, GAUSSIAN)) {
      TrainingSpec training =
          target.equals(TWO_STEPS) ? training(new LossSpec.Huber(1)) : training();
      NetworkPlan plan = NetworkPlan.of(config(training, lstm(3)), WINDOWS, target);
      MultiLayerNetwork network =
          new NetworkBuilder(plan).trainable(training(), 1, 7, DataType.DOUBLE).dl4j();

      GradientCheck.assertExact(moved(network), batch(plan, 3, 5, 5, 5));
    }
  }

  /** Away from 1 and 0, where some errors would not show. */
  private static MultiLayerNetwork moved(MultiLayerNetwork network) {
    network.getLayer(0).getParam("gamma").addi(row(0.5f, -1.75f, 1));
    network.getLayer(0).getParam("beta").addi(row(0.25f, -0.5f, 1));
    return network;
  }

  @ParameterizedTest
  @MethodSource("plans")
  void itsConfigurationSurvivesDl4jsJson(NetworkPlan plan) {
    String json = untrained(plan).getLayerWiseConfigurations().toJson();

    assertThat(MultiLayerConfiguration.fromJson(json).toJson()).isEqualTo(json);
  }

  /** The layer's formula, and the output's on what it gives, whatever the weights. */
  @Property
  void theOutputUndoesWhatTheLayerDoes(
      @ForAll @DoubleRange(min = -3, max = 3) double gamma,
      @ForAll @DoubleRange(min = -1e-9, max = 1e-9) @Scale(12) double almostNone,
      @ForAll @DoubleRange(min = -5, max = 5) double beta,
      @ForAll @DoubleRange(min = -10, max = 10) double value) {
    for (double weight : new double[] {gamma, almostNone, 0}) {
      Reversal reversal = new Reversal(1, 1, 1);
      reversal.undo(weights(weight, beta));
      double scaled = ReversibleFactory.bounded(weight) * value + beta;

      INDArray undone =
          reversal.getActivation(Nd4j.createFromArray(new double[][] {{scaled}}), true);

      assertThat(undone.getDouble(0, 0)).isCloseTo(value, within(1e-12));
    }
  }

  private static Reversal.Weights weights(double gamma, double beta) {
    return new Reversal.Weights() {
      @Override
      public double[] gamma() {
        return new double[] {ReversibleFactory.bounded(gamma)};
      }

      @Override
      public double[] beta() {
        return new double[] {beta};
      }

      @Override
      public void addGradient(int column, double ofGamma, double ofBeta) {}
    };
  }

  @Test
  void aWeightNearZeroCountsAsOneHundredth() {
    NetworkPlan plan = plan(reversible(3, 0), new OutputShape.Values(1, 1), pooling(Method.MAX));
    MultiLayerNetwork network = untrained(plan);
    DataSet examples = batch(plan, 3, 3, 3);
    INDArray gamma = network.getLayer(0).getParam("gamma");

    gamma.assign(0.01);
    float[] atBound = network.output(examples.getFeatures()).toFloatVector();
    gamma.assign(1e-30);
    float[] below = network.output(examples.getFeatures()).toFloatVector();
    gamma.assign(-1e-30);
    float[] negative = network.output(examples.getFeatures()).toFloatVector();

    assertThat(below).isEqualTo(atBound);
    assertThat(negative).isNotEqualTo(atBound).doesNotContain(Float.NaN);
  }

  @Test
  void scalesOfADistributionAreNotUndone() {
    NetworkPlan plan = plan(WINDOWS, GAUSSIAN, lstm(3));
    MultiLayerNetwork network = untrained(plan);
    INDArray windows = batch(plan, 3, 5).getFeatures();
    network.params().assign(0);
    network.getLayer(0).getParam("gamma").assign(row(2, 4, 1));
    network.getLayer(0).getParam("beta").assign(row(1, 3, 1));
    network.getOutputLayer().getParam("b").assign(7);

    // (7 - 1) / 2 and (7 - 3) / 4 are locations
    assertThat(network.output(windows).toFloatVector()).containsExactly(3, 7, 1, 7, 3, 7, 1, 7);
  }

  @Test
  void anInferenceKeepsTheWeightsOfItsTime() {
    NetworkPlan plan = plan(WINDOWS, TWO_STEPS, lstm(3));
    DataSet examples = batch(plan, 3, 5, 5, 5);
    float[] windows = Views.toArray(examples.getFeatures());
    try (Network network = new NetworkBuilder(plan).trainable(training(), 1, 7)) {
      Inference then = network.inference(1);
      float[][] before = then.outputs(windows, new int[] {3, 6, 5}, Optional.empty());

      network.fit(examples);

      assertThat(then.outputs(windows, new int[] {3, 6, 5}, Optional.empty()))
          .isDeepEqualTo(before);
      then.close();
    }
  }

  @Test
  void isNoStockNetwork() {
    NetworkPlan plan = plan(WINDOWS, TWO_STEPS, lstm(2));

    assertThat(StockNetwork.of(plan, training(), new Coefficients(untrained(plan).params())))
        .isEqualTo(
            new StockNetwork.NotExpressible(
                "stock DL4J has no reversible instance normalisation (revin)"));
  }

  @Test
  void refusesOutputsThatItCannotUndo() {
    assertThat(problem(TWO_STEPS, lstm(2), output(Optional.empty(), Optional.of(Activation.TANH))))
        .isEqualTo(
            """
            network[1].output.activation: tanh would distort the outputs, in which window_scale: revin is undone
                write linear, or leave activation out\
            """);
    OutputShape counts =
        new OutputShape.Values(
            2,
            2,
            2,
            Optional.of(new LossSpec.Likelihood(new DistributionSpec.NegativeBinomial(LEVELS))));
    assertThat(problem(counts, lstm(2)))
        .isEqualTo(
            """
            data.input.series.window_scale: revin has no effect: counts are forecast in units of their mean, however windows are scaled
                choose standard\
            """);
  }

  private static String problem(OutputShape target, LayerSpec... layers) {
    UserException refused =
        catchThrowableOfType(
            UserException.class, () -> NetworkPlan.of(config(training(), layers), WINDOWS, target));
    assertThat(refused).isNotNull();
    return refused.getMessage();
  }

  private static MultiLayerNetwork untrained(NetworkPlan plan) {
    return new NetworkBuilder(plan).trainable(training(), 1, 7).dl4j();
  }
}
