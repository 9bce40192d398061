package dev.sluice.network;

import static dev.sluice.network.Networks.FOUR_NUMBERS;
import static dev.sluice.network.Networks.TOKENS;
import static dev.sluice.network.Networks.TWO_CLASSES;
import static dev.sluice.network.Networks.WINDOWS;
import static dev.sluice.network.Networks.attention;
import static dev.sluice.network.Networks.batchNormalization;
import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.config;
import static dev.sluice.network.Networks.convolution;
import static dev.sluice.network.Networks.dense;
import static dev.sluice.network.Networks.dropout;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.linearSkip;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.output;
import static dev.sluice.network.Networks.plan;
import static dev.sluice.network.Networks.pooling;
import static dev.sluice.network.Networks.residual;
import static dev.sluice.network.Networks.segments;
import static dev.sluice.network.Networks.selfAttention;
import static dev.sluice.network.Networks.simpleRnn;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.shape.InputShape;
import dev.sluice.shape.OutputShape;
import dev.sluice.spec.Activation;
import dev.sluice.spec.Default;
import dev.sluice.spec.DistributionSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.LayerSpec.Bidirectional.Merge;
import dev.sluice.spec.LayerSpec.Pooling.Method;
import dev.sluice.spec.LossSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NetworkPlanTest {
  private static final OutputShape THREE_CLASSES = new OutputShape.Classes(3);
  private static final LayerSpec MEAN = pooling(Method.MEAN);
  private static final LayerSpec EACH_STEP = lstm(5, Optional.of(true));
  private static final LayerSpec LAST_STEP = lstm(5, Optional.of(false));

  @Test
  void refusesABatchThatTheArraysOfALayerCannotHold() {
    NetworkPlan wide = plan(TOKENS, TWO_CLASSES, embedding(8), convolution(100_000, 3), MEAN);
    NetworkPlan windows = plan(TOKENS, TWO_CLASSES, embedding(50_000), convolution(8, 3), MEAN);
    NetworkPlan attending = plan(TOKENS, TWO_CLASSES, embedding(8), attention(200_000));

    // 1000 x 6 x (100,000 + 16) = 600,096,000 numbers, for 4000 examples 2,400,384,000
    assertThat(wide.tooLargeFor(1000, 6)).isEmpty();
    assertThat(wide.tooLargeFor(4000, 6))
        .map(Problem::toString)
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("network[1].convolution", "needs an array of 2.40e+09 numbers"));
    // The windows of each step are 3 x 50,000 numbers: 3000 x 6 x 150,016 = 2,700,288,000
    assertThat(windows.tooLargeFor(3000, 6)).isPresent();
    assertThat(windows.tooLargeFor(3000, 2)).isEmpty();
    assertThat(attending.tooLargeFor(2000, 6)).isPresent();
    assertThat(attending.tooLargeFor(1000, 6)).isEmpty();
  }

  @Test
  void refusesSequencesWhoseStepsEachOtherNoArrayHolds() {
    NetworkPlan plan = plan(TOKENS, TWO_CLASSES, embedding(4), selfAttention(2, 4, false), MEAN);

    // 46,000 x (46,000 + 16) = 2,116,736,000 numbers, 47,000 x (47,000 + 16) = 2,209,752,000
    assertThat(plan.tooLargeFor(1, 46_000)).isEmpty();
    assertThat(plan.tooLargeFor(1, 47_000))
        .map(Problem::toString)
        .hasValue(
            """
            network[1].self_attention: needs an array of 2.21e+09 numbers for one sequence (47000 steps x 47000 each); the maximum is 2.15e+09
                shorten the sequences, or remove the layer\
            """);
    // The heads of each sequence are computed one by one.
    assertThat(plan.tooLargeFor(500, 20_000)).isEmpty();
  }

  @Test
  void infersEveryShapeAndCountsParameters() {
    NetworkPlan plan =
        plan(
            TOKENS,
            TWO_CLASSES,
            embedding(8),
            lstm(6),
            dropout(0.5),
            dense(5),
            simpleRnn(4),
            batchNormalization(),
            dense(3));

    assertThat(table(plan))
        .isEqualTo(
            """
            network[0] embedding: 6 steps of 11 ids -> 6 steps x 8, 88
            network[1] lstm: 6 steps x 8 -> 6 steps x 6, 360
            network[2] dropout: 6 steps x 6 -> 6 steps x 6, 0
            network[3] dense: 6 steps x 6 -> 6 steps x 5, 35
            network[4] simple_rnn: 6 steps x 5 -> 4, 40
            network[5] batch_normalization: 4 -> 4, 16
            network[6] dense: 4 -> 3, 15
            output: 3 -> 1 SIGMOID BinaryCrossEntropy[labelSmoothing=0.0], 4
            """);
    assertThat(plan.parameters()).isEqualTo(88 + 360 + 35 + 40 + 16 + 15 + 4);
  }

  @Test
  void aRecurrentLayerGivesItsStepsWhereALaterLayerNeedsThem() {
    assertThat(table(plan(WINDOWS, FOUR_NUMBERS, lstm(5), dense(4), pooling(Method.MEAN))))
        .isEqualTo(
            """
            network[0] lstm: 5 steps x 3 -> 5 steps x 5, 180
            network[1] dense: 5 steps x 5 -> 5 steps x 4, 24
            network[2] pooling: 5 steps x 4 -> 4, 0
            output: 4 -> 4 LINEAR Mse[], 20
            """);
    assertThat(table(plan(WINDOWS, FOUR_NUMBERS, lstm(5), dense(4))))
        .startsWith(
            """
            network[0] lstm: 5 steps x 3 -> 5, 180
            network[1] dense: 5 -> 4, 24
            """);
    assertThat(table(plan(WINDOWS, FOUR_NUMBERS, EACH_STEP, pooling(Method.LAST))))
        .startsWith(
            """
            network[0] lstm: 5 steps x 3 -> 5 steps x 5, 180
            network[1] pooling: 5 steps x 5 -> 5, 0
            """);
  }

  @Test
  void theOutputLayerFollowsFromTheTarget() {
    assertThat(plan(WINDOWS, TWO_CLASSES, lstm(2)).output())
        .extracting("units", "activation", "loss")
        .containsExactly(1, Activation.SIGMOID, new LossSpec.BinaryCrossEntropy());
    assertThat(plan(WINDOWS, THREE_CLASSES, lstm(2)).output())
        .extracting("units", "activation", "loss")
        .containsExactly(3, Activation.SOFTMAX, new LossSpec.CrossEntropy());
    assertThat(plan(WINDOWS, FOUR_NUMBERS, lstm(2)).output())
        .extracting("units", "activation", "loss")
        .containsExactly(4, Activation.LINEAR, new LossSpec.Mse());
  }

  @Test
  void twoClassesMayHaveASoftmaxIfAnyPlaceAsksForIt() {
    LayerSpec twoUnits = output(Optional.of(2), Optional.empty());
    LayerSpec softmax = output(Optional.empty(), Optional.of(Activation.SOFTMAX));
    TrainingSpec crossEntropy = training(new LossSpec.CrossEntropy());

    assertThat(plan(WINDOWS, TWO_CLASSES, lstm(2), twoUnits).output().units()).isEqualTo(2);
    assertThat(plan(WINDOWS, TWO_CLASSES, lstm(2), softmax).output().units()).isEqualTo(2);
    assertThat(NetworkPlan.of(config(crossEntropy, lstm(2)), WINDOWS, TWO_CLASSES).output().loss())
        .isEqualTo(new LossSpec.CrossEntropy());
  }

  @Test
  void takesTheLossOfTheConfig() {
    TrainingSpec huber = training(new LossSpec.Huber(0.5));

    assertThat(NetworkPlan.of(config(huber, lstm(2)), WINDOWS, FOUR_NUMBERS).output().loss())
        .isEqualTo(new LossSpec.Huber(0.5));
  }

  @Test
  void theUnwrittenOutputHasTheDefaultsOfAWrittenOne() throws ReflectiveOperationException {
    LayerSpec.Output unwritten = LayerSpec.Output.unwritten();

    for (var component : LayerSpec.Output.class.getRecordComponents()) {
      Default written = component.getAnnotation(Default.class);
      Object value = component.getAccessor().invoke(unwritten);
      if (written == null) {
        assertThat(value).isEqualTo(Optional.empty());
      } else if (value instanceof Double number) {
        assertThat(number).isEqualTo(Double.parseDouble(written.value()));
      } else {
        assertThat(value.toString().toLowerCase(Locale.ROOT)).isEqualTo(written.value());
      }
    }
  }

  @Test
  void tokensNeedAnEmbedding() {
    assertThat(problems(TOKENS, TWO_CLASSES, lstm(4)))
        .isEqualTo(
            """
            network[0].lstm: needs numbers, but the input is token ids
                start with a layer that turns ids into numbers: - embedding: {size: 64}\
            """);
    assertThat(problems(TOKENS, TWO_CLASSES, dropout(0.5), embedding(4), lstm(4)))
        .isEqualTo(
            """
            network[0].dropout: needs numbers, but the input is token ids
                start with a layer that turns ids into numbers: - embedding: {size: 64}
            network[1].embedding: needs token ids, but comes after network[0] dropout
                make it the first layer, or remove it\
            """);
    assertThat(problems(TOKENS, TWO_CLASSES))
        .isEqualTo(
            """
            network: no layer turns the steps into one vector
                for example
                - embedding: {size: 64}
                - lstm: {units: 64}\
            """);
  }

  @Test
  void numbersNeedNoEmbedding() {
    assertThat(problems(WINDOWS, FOUR_NUMBERS, embedding(4), lstm(4)))
        .isEqualTo(
            """
            network[0].embedding: needs token ids, but the input is a series of numbers
                remove it\
            """);
  }

  @Test
  void aSequenceMustNotReachTheOutput() {
    assertThat(problems(TOKENS, TWO_CLASSES, embedding(4), dense(3)))
        .isEqualTo(
            """
            network: no layer turns the steps into one vector
                add a recurrent layer, - lstm: {units: 64}, or - pooling: {method: mean}\
            """);
    assertThat(problems(WINDOWS, FOUR_NUMBERS, lstm(3), EACH_STEP, dense(3)))
        .isEqualTo(
            """
            network[1].lstm.return_sequences: outputs every step, and no later layer turns them into one vector
                remove it, or add a layer that does: - pooling: {method: mean}\
            """);
  }

  @Test
  void layersThatNeedStepsMustGetThem() {
    assertThat(problems(WINDOWS, FOUR_NUMBERS, LAST_STEP, dense(3), lstm(4)))
        .isEqualTo(
            """
            network[2].lstm: needs a sequence, but network[0] lstm outputs only its last step
                remove return_sequences: false there\
            """);
    assertThat(problems(WINDOWS, FOUR_NUMBERS, lstm(3), pooling(Method.MAX), pooling(Method.MEAN)))
        .isEqualTo(
            """
            network[2].pooling: needs a sequence, but network[1] pooling outputs a vector
                put it before network[1] pooling, or remove one of the two\
            """);
    assertThat(problems(WINDOWS, FOUR_NUMBERS, dense(3), pooling(Method.LAST)))
        .isEqualTo(
            """
            network[1].pooling.method: last is the last step of a recurrent layer, but none comes before it
                add one before it, - lstm: {units: 64}, or choose mean or max\
            """);
  }

  @Test
  void batchNormalizationTakesNoSequence() {
    assertThat(problems(WINDOWS, FOUR_NUMBERS, lstm(3), batchNormalization(), lstm(3)))
        .isEqualTo(
            """
            network[1].batch_normalization: needs a vector, but gets a sequence
                put it after the last recurrent or pooling layer\
            """);
  }

  @Test
  void theOutputMustFitTheClasses() {
    TrainingSpec binary = training(new LossSpec.BinaryCrossEntropy());
    LayerSpec wrong = output(Optional.of(4), Optional.of(Activation.TANH));

    assertThat(problems(WINDOWS, THREE_CLASSES, binary, lstm(2), wrong))
        .isEqualTo(
            """
            network[1].output.units: is 4, but 3 classes with softmax need 3 units
                write 3, or leave units out
            network[1].output.activation: is tanh, but the outputs are probabilities of 3 classes
                write softmax, or leave activation out
            training.loss: binary_cross_entropy is not for 3 classes with softmax
                choose cross_entropy, or leave loss out\
            """);
    assertThat(problems(WINDOWS, THREE_CLASSES, training(new LossSpec.Mse()), lstm(2)))
        .isEqualTo(
            """
            training.loss: mse is for numbers, but the target is a class
                choose cross_entropy, or leave loss out\
            """);
  }

  @Test
  void twoClassesAreSigmoidOrSoftmaxThroughout() {
    TrainingSpec crossEntropy = training(new LossSpec.CrossEntropy());
    TrainingSpec binary = training(new LossSpec.BinaryCrossEntropy());

    assertThat(
            problems(
                WINDOWS,
                TWO_CLASSES,
                crossEntropy,
                lstm(2),
                output(Optional.of(1), Optional.of(Activation.SIGMOID))))
        .isEqualTo(
            """
            network[1].output.units: is 1, but 2 classes with softmax need 2 units
                write 2, or switch to sigmoid and 1 unit, or leave units out
            network[1].output.activation: is sigmoid, but the outputs are probabilities of 2 classes
                write softmax, or switch to sigmoid and 1 unit, or leave activation out\
            """);
    assertThat(
            problems(
                WINDOWS, TWO_CLASSES, binary, lstm(2), output(Optional.of(2), Optional.empty())))
        .isEqualTo(
            """
            training.loss: binary_cross_entropy is not for 2 classes with softmax
                choose cross_entropy, or switch to sigmoid and 1 unit, or leave loss out\
            """);
  }

  @Test
  void focalLossIsForAnyClassesAndSmoothingForThoseOfExamples() {
    TrainingSpec focal = training(new LossSpec.Focal(2));
    TrainingSpec smoothed = training(new LossSpec.CrossEntropy(0.1));
    OutputShape tags = new OutputShape.StepClasses(3, Optional.empty());

    for (OutputShape classes : List.of(TWO_CLASSES, THREE_CLASSES)) {
      PlannedOutput output = NetworkPlan.of(config(focal, lstm(2)), WINDOWS, classes).output();
      assertThat(output.loss()).isEqualTo(new LossSpec.Focal(2));
      assertThat(output.units()).isEqualTo(classes.equals(TWO_CLASSES) ? 1 : 3);
    }
    assertThat(problems(TOKENS, tags, smoothed, embedding(2)))
        .isEqualTo(
            """
            training.loss.cross_entropy.label_smoothing: label smoothing is only for the targets class and labels
                remove it\
            """);
    assertThat(problems(TOKENS, tags, focal, embedding(2)))
        .isEqualTo(
            """
            training.loss: focal is not for 3 classes with softmax
                choose cross_entropy, or leave loss out\
            """);
  }

  @Test
  void theOutputMustFitTheNumbers() {
    TrainingSpec crossEntropy = training(new LossSpec.CrossEntropy());
    LayerSpec wrong = output(Optional.of(3), Optional.of(Activation.SOFTMAX));

    assertThat(problems(WINDOWS, FOUR_NUMBERS, crossEntropy, lstm(2), wrong))
        .isEqualTo(
            """
            network[1].output.units: is 3, but the target has 4 numbers (horizon 2 x 2 columns)
                write 4, or leave units out
            network[1].output.activation: softmax is for probabilities of classes, but the target is numbers
                write linear, or leave activation out
            training.loss: cross_entropy is for classes, but the target is numbers
                choose mse, mae or huber, or leave loss out\
            """);
  }

  @Test
  void residualLayersGiveAsMuchAsTheyTakeAndEveryStep() {
    LayerSpec both = residual(bidirectional(lstm(4), Merge.CONCAT));
    assertThat(problems(TOKENS, TWO_CLASSES, embedding(8), residual(lstm(6)), both))
        .isEqualTo(
            """
            network[1].lstm.residual: adds the input of the layer, 8 numbers, to its output, 6
                choose its size so that its output has 8, or remove residual
            network[2].bidirectional.residual: adds the input of the layer, 6 numbers, to its output, 8
                choose its size so that its output has 6, or remove residual
            network[2].bidirectional.residual: adds to each step, but the layer outputs only its last step
                remove it, or let a layer that takes all steps follow: - pooling: {method: mean}\
            """);
    assertThat(problems(TOKENS, TWO_CLASSES, embedding(8), both, dense(3), pooling(Method.LAST)))
        .startsWith("network[1].bidirectional.residual: adds to each step");

    plan(TOKENS, TWO_CLASSES, embedding(8), both, residual(lstm(8)), residual(dense(8)));
    plan(TOKENS, TWO_CLASSES, embedding(8), both, pooling(Method.MEAN));
  }

  @Test
  void aLinearSkipTakesTheWindow() {
    NetworkPlan plan = plan(WINDOWS, FOUR_NUMBERS, lstm(2), linearSkip());

    assertThat(plan.output().window()).isEqualTo(15); // 5 steps of 3
    assertThat(plan.output().parameters()).isEqualTo((2 + 15 + 1) * 4);
    assertThat(problems(TOKENS, TWO_CLASSES, embedding(2), lstm(2), linearSkip()))
        .isEqualTo(
            """
            network[2].output.linear_skip: adds a linear model of numbers, but the input is token ids
                remove it""");
    assertThat(problems(new InputShape.Steps(3, 5, true), TWO_CLASSES, lstm(2), linearSkip()))
        .isEqualTo(
            """
            network[1].output.linear_skip: has a weight for each step, but the sequences can have any length
                remove it""");
    assertThat(
            problems(
                WINDOWS, new OutputShape.StepClasses(3, Optional.empty()), lstm(2), linearSkip()))
        .isEqualTo(
            """
            network[1].output.linear_skip: joins all steps, but the target has an output for each
                remove it""");
    assertThat(problems(WINDOWS, FOUR_NUMBERS, lstm(2), linearSkip(0.3)))
        .isEqualTo(
            """
            network[1].output.dropout: would also drop values of the window of linear_skip
                put a layer before the output instead: - dropout: {rate: 0.3}""");
  }

  @Test
  void aRidgeStartNeedsValuesALinearOutputAndABoundedWindow() {
    LayerSpec ridge = Networks.ridge(Optional.empty());
    plan(WINDOWS, FOUR_NUMBERS, lstm(2), ridge);

    assertThat(problems(WINDOWS, TWO_CLASSES, lstm(2), ridge))
        .isEqualTo(
            """
            network[1].output.linear_start: ridge is for numbers, but the target is another one
                write zero, or leave it out""");
    assertThat(
            problems(
                WINDOWS, FOUR_NUMBERS, lstm(2), Networks.ridge(Optional.of(Activation.SIGMOID))))
        .startsWith(
            "network[1].output.linear_start: ridge is linear, but the activation is sigmoid");
    LossSpec gaussian = new LossSpec.Likelihood(new DistributionSpec.Gaussian(List.of(0.5)));
    assertThat(
            problems(
                WINDOWS, new OutputShape.Values(2, 1, 2, Optional.of(gaussian)), lstm(2), ridge))
        .startsWith(
            "network[1].output.linear_start: ridge is for values, but the target has parameters");
    assertThat(problems(new InputShape.Steps(10, 1000), FOUR_NUMBERS, lstm(2), ridge))
        .startsWith(
            "network[1].output.linear_start: ridge would need 1145 MB to solve for 4 outputs from 10000");
  }

  @Test
  void headsShareTheSizeEvenly() {
    assertThat(
            problems(
                TOKENS,
                TWO_CLASSES,
                embedding(8),
                selfAttention(3, 8, false),
                pooling(Method.MEAN)))
        .isEqualTo(
            """
            network[1].self_attention.heads: 8 numbers cannot be divided evenly among 3 heads
                choose a number of heads that divides 8, or another size\
            """);
  }

  @Test
  void segmentsThatDoNotDivideTheStepsAreRefusedWithTheNearestThatDo() {
    assertThat(problems(WINDOWS, FOUR_NUMBERS, segments(2, 3), lstm(2)))
        .isEqualTo(
            """
            network[0].segments.length: 5 steps cannot be divided into segments of 2
                choose a lookback of 4 or 6\
            """);
    assertThat(problems(new InputShape.Steps(3, 36), FOUR_NUMBERS, segments(8, 3), lstm(2)))
        .contains("choose a lookback of 1 or 9, or a length of 6 or 9");
    assertThat(problems(new InputShape.Steps(3, 36, true), FOUR_NUMBERS, segments(6, 3), lstm(2)))
        .contains("needs sequences of the same length, and these differ in length");
  }

  @Test
  void recurrentLayersBehindSegmentsRunOverFewerSteps() {
    NetworkPlan plan = plan(new InputShape.Steps(3, 168), FOUR_NUMBERS, segments(24, 8), lstm(4));

    assertThat(plan.layers().get(0).output().text()).isEqualTo("7 steps x 8");
    assertThat(plan.layers().get(0).parameters()).isEqualTo((24 * 3 + 1) * 8);
    assertThat(plan.layers().get(1).input().text()).isEqualTo("7 steps x 8");
  }

  @Test
  void refusesMoreParametersThanACheckpointHolds() {
    assertThat(problems(WINDOWS, FOUR_NUMBERS, lstm(20_000)))
        .isEqualTo(
            """
            network: has 1600400004 parameters; the maximum with the optimizer adam is 268435454
                make the layers smaller\
            """);
    // 4 gates of 8200 units with 3 inputs, 8200 states and a bias; 4 outputs
    assertThat(problems(WINDOWS, FOUR_NUMBERS, lstm(8_200)))
        .isEqualTo(
            """
            network: has 269124004 parameters; the maximum with the optimizer adam is 268435454
                make the layers smaller, or choose the optimizer sgd: {}\
            """);
  }

  private static String table(NetworkPlan plan) {
    StringBuilder table = new StringBuilder();
    for (PlannedLayer<?> layer : plan.layers()) {
      table.append(
          "%s: %s -> %s, %s\n"
              .formatted(
                  layer.name(), layer.input().text(), layer.output().text(), layer.parameters()));
    }
    PlannedOutput output = plan.output();
    return table
        .append(
            "%s: %s -> %s %s %s, %s\n"
                .formatted(
                    output.name(),
                    output.inputs(),
                    output.units(),
                    output.activation(),
                    output.loss(),
                    output.parameters()))
        .toString();
  }

  private static String problems(InputShape input, OutputShape target, LayerSpec... layers) {
    return problems(input, target, training(), layers);
  }

  private static String problems(
      InputShape input, OutputShape target, TrainingSpec training, LayerSpec... layers) {
    UserException mistake =
        catchThrowableOfType(
            UserException.class, () -> NetworkPlan.of(config(training, layers), input, target));
    assertThat(mistake).as("problems of " + Arrays.toString(layers)).isNotNull();
    return mistake.getMessage();
  }
}
