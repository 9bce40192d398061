package dev.sluice.network;

import static dev.sluice.network.Networks.bidirectional;
import static dev.sluice.network.Networks.embedding;
import static dev.sluice.network.Networks.lstm;
import static dev.sluice.network.Networks.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.problem.UserException;
import dev.sluice.shape.OutputShape;
import dev.sluice.shape.TextOutput;
import dev.sluice.spec.AttentionSpec;
import dev.sluice.spec.LayerSpec;
import dev.sluice.spec.NetworkSpec;
import dev.sluice.spec.OptimizerSpec;
import dev.sluice.spec.ScheduleSpec;
import dev.sluice.spec.TeacherForcingScheduleSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** A network that ends with a decoder. */
class KernelDecoderTest {
  private static final OutputShape.Text TEXT = new OutputShape.Text(7, 5, 6, 6, 2, 0.5, false);
  private static final int[] LENGTHS = {5, 3, 1, 4};

  /** Texts of one to four ids, with the end. */
  private static final float[][] LABELS = {
    {2, 3, 6, -1}, {4, 6, -1, -1}, {3, 3, 2, 6}, {2, 6, -1, -1}
  };

  @BeforeAll
  static void start() {
    NativeEngine.start();
  }

  private static NetworkPlan translating(AttentionSpec attention, LayerSpec... decoder) {
    return plan(
        TEXT,
        new NetworkSpec.EncoderDecoder(
            List.of(embedding(6), bidirectional(lstm(5), LayerSpec.Bidirectional.Merge.CONCAT)),
            List.of(decoder),
            Optional.ofNullable(attention)));
  }

  private static NetworkPlan plan(OutputShape target, NetworkSpec network) {
    return NetworkPlan.of(Networks.config(training(), network), Networks.TOKENS, target);
  }

  private static NetworkPlan translating() {
    return translating(new AttentionSpec.Additive(), embedding(3), lstm(4));
  }

  private static MultiLayerNetwork network(NetworkPlan plan) {
    return new NetworkBuilder(plan)
        .trainable(training(new OptimizerSpec.Adam(0.03, 0.9, 0.999, 1e-8)), 1, 1)
        .dl4j();
  }

  private static DataSet pairs(NetworkPlan plan) {
    DataSet data = Networks.batch(plan, 2, LENGTHS);
    return new DataSet(
        data.getFeatures(), Nd4j.createFromArray(LABELS), data.getFeaturesMaskArray(), null);
  }

  @Test
  void parametersAreThoseOfThePlan() {
    // embedding 7 x 3; lstm 16 x 3, 16 x 4, 16; bridge 8 x 20, 8; keys 4 x 10, 4; query 4 x 4;
    // energy 4; combine 4 x 14, 4; out 7 x 4, 7
    assertThat(translating().output().parameters())
        .isEqualTo(21 + 48 + 64 + 16 + 168 + 44 + 16 + 4 + 60 + 35);
    assertThat(network(translating()).numParams()).isEqualTo(translating().parameters());
  }

  @Test
  void layersAreStacked() {
    NetworkPlan plan =
        translating(new AttentionSpec.General(), embedding(3), lstm(6), lstm(4), lstm(4));
    // embedding 7 x 3; of each lstm 4 gates of inputs, state and bias, and a bridge from 20 to two
    // parts; keys 4 x 10; combine 4 x 14, 4; out 7 x 4, 7
    int first = 24 * (3 + 6 + 1) + 12 * 21;
    int second = 16 * (6 + 4 + 1) + 8 * 21;
    int third = 16 * (4 + 4 + 1) + 8 * 21;
    assertThat(plan.output().parameters()).isEqualTo(21 + first + second + third + 40 + 60 + 35);
    MultiLayerNetwork network = network(plan);
    DataSet data = pairs(plan);
    double before = network.score(data);
    for (int step = 0; step < 150; step++) {
      network.fit(data);
    }
    assertThat(network.score(data)).isLessThan(before / 4);
  }

  /** Along the gradient the loss grows by its length, per unit. */
  @Test
  void gradientsReachTheFirstLayer() {
    MultiLayerNetwork network = network(translating());
    DataSet data = pairs(translating());
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.setLayerMaskArrays(data.getFeaturesMaskArray(), null);
    network.computeGradientAndScore();
    INDArray gradient = network.getFlattenedGradients().dup().divi(LENGTHS.length);
    double length = gradient.norm2Number().doubleValue();
    INDArray held = network.params().dup();
    INDArray step = gradient.mul(0.02 / length);

    network.setParams(held.add(step));
    double above = network.score(data);
    network.setParams(held.sub(step));
    double below = network.score(data);

    assertThat((above - below) / 0.04).isCloseTo(length, within(2e-3 * length));
    assertThat(gradient.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 20)).norm2Number())
        .isNotEqualTo(0f);
  }

  @Test
  void learnsToWriteItsTexts() {
    MultiLayerNetwork network = network(translating());
    DataSet data = pairs(translating());
    for (int step = 0; step < 250; step++) {
      network.fit(data);
    }

    assertThat(network.score(data)).isLessThan(0.05);
    try (Inference inference = Inference.of(network, 2)) {
      float[][] written = InferenceTest.ask(inference, data);
      assertThat(ids(written[0])).containsExactly(2, 3);
      assertThat(ids(written[1])).containsExactly(4);
      assertThat(ids(written[2])).containsExactly(3, 3, 2);
      for (int r = 0; r < LENGTHS.length; r++) {
        DataSet alone =
            new DataSet(
                data.getFeatures()
                    .get(NDArrayIndex.interval(r, r + 1), NDArrayIndex.interval(0, LENGTHS[r]))
                    .dup(),
                null,
                Nd4j.ones(DataType.FLOAT, 1, LENGTHS[r]),
                null);
        assertThat(TextOutput.of(InferenceTest.ask(inference, alone)[0]))
            .isEqualTo(TextOutput.of(written[r]));
      }
    }
  }

  /** Once it is right, its own ids are the labels. */
  @Test
  void learnsFromItsOwnIdsToo() {
    NetworkPlan own = translating(new AttentionSpec.General(), embedding(3), lstm(4));
    TrainingSpec forced =
        training(
            new OptimizerSpec.Adam(0.03, 0.9, 0.999, 1e-8),
            new ScheduleSpec.Constant(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(
                new TrainingSpec.TeacherForcing(0.3, new TeacherForcingScheduleSpec.Constant())));
    MultiLayerNetwork network = new NetworkBuilder(own).trainable(forced, 1, 1).dl4j();
    DataSet data = pairs(own);
    for (int step = 0; step < 250; step++) {
      network.fit(data);
    }

    assertThat(network.score(data)).isLessThan(0.05);
  }

  private static List<Integer> ids(float[] output) {
    return TextOutput.of(output).texts().get(0).ids();
  }

  /** The mean of -ln p over the eleven labels is the loss of training. */
  @Test
  void givenTextsHaveTheLossOfTraining() {
    MultiLayerNetwork network = network(translating());
    DataSet data = pairs(translating());
    float[] labels = Views.toArray(data.getLabels());
    try (Inference inference = Inference.of(network, 1)) {
      float[][] outputs =
          inference.outputs(
              Views.toArray(data.getFeatures()),
              new int[] {4, 5},
              Optional.of(Views.toArray(data.getFeaturesMaskArray())),
              Optional.of(labels),
              /* writes= */ false);

      double sum = 0;
      for (float[] output : outputs) {
        assertThat(TextOutput.of(output).texts()).isEmpty();
        sum += TextOutput.of(output).logLoss().stream().mapToDouble(loss -> loss).sum();
      }
      assertThat(sum / 11).isCloseTo(network.score(data), within(1e-6));
    }
  }

  /** A text of a beam has 7 probabilities, 10 of a context, two parts of 4 of a state, and 4. */
  @Test
  void aWideBeamIsAskedForFewerExamplesAtOnce() {
    NetworkSpec both = translating().output().decoder().orElseThrow().spec();
    NetworkPlan wide = plan(new OutputShape.Text(7, 5, 6, 6, 1000, 0.5, false), both);

    try (Inference narrow = Inference.of(network(translating()), 1);
        Inference search = Inference.of(network(wide), 1)) {
      assertThat(narrow.batchSize(6)).isEqualTo(256);
      assertThat(search.batchSize(6)).isEqualTo((1 << 20) / 29_000);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(() -> Networks.plan(Networks.TOKENS, TEXT, embedding(6), lstm(5)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("needs an encoder and a decoder");
    assertThatThrownBy(
            () ->
                plan(
                    new OutputShape.Classes(2),
                    new NetworkSpec.EncoderDecoder(
                        List.of(embedding(6), lstm(5)), List.of(lstm(4)), Optional.empty())))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "network.decoder: is for targets text and forecast, and the target is another one");
    assertThatThrownBy(() -> translating(new AttentionSpec.Dot(), lstm(4)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("network.attention: dot needs")
        .hasMessageContaining("those are 4 and 10");
  }
}
