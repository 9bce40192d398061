package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

class AccumulateTest {
  private static final String NETWORK = "network=[{embedding: {size: 4%s}}, {lstm: {units: 5}}]";
  private static final String SGD = "optimizer: {sgd: {learning_rate: 1}}";

  @TempDir private Path folder;

  @Test
  void aStepOfSeveralBatchesIsThatOfOneBatchOfAllTheirTexts() {
    assertThatAStepIsTheSame(toy(1, SGD, ""), toy(3, SGD, ""));
  }

  @Test
  void whatIsClippedIsTheGradientOfAllTexts() {
    String clipped = SGD + ", gradient_clipping: {global_norm: 0.01}";

    assertThatAStepIsTheSame(toy(1, clipped, ""), toy(3, clipped, ""));
  }

  @Test
  void eachBatchHasAdversarialNoiseOfItsOwn() {
    String noise = ", adversarial_noise: 0.5";

    assertThatAStepIsTheSame(toy(1, SGD, noise), toy(3, SGD, noise));
  }

  @Test
  void thePenaltyOnWeightsIsAddedOnce() {
    String penalty = ", l2: 0.1";

    assertThatAStepIsTheSame(toy(1, SGD, penalty), toy(3, SGD, penalty));
  }

  @Test
  void adamAddsItsOwnStepOnce() {
    String adam = "optimizer: {adam: {learning_rate: 0.1, epsilon: 0.01}}";

    assertThatAStepIsTheSame(toy(1, adam, ""), toy(3, adam, ""));
  }

  @Test
  void ofTagsEachLabelledStepCountsTheSame() {
    String training = "{epochs: 1, accumulate: %s, " + SGD + "}";

    assertThatAStepIsTheSame(
        Toy.ofTags(training.formatted(1), "", "", NETWORK.formatted("")),
        Toy.ofTags(training.formatted(3), "", "", NETWORK.formatted("")));
  }

  /** All texts at once, and in three batches, each padded to its own longest text. */
  private static void assertThatAStepIsTheSame(Toy together, Toy apart) {
    Network one = network(together);
    Network several = network(apart);
    int texts = apart.data().examples(Part.TRAINING).size();
    List<DataSet> batches = batches(apart, 3 * texts / 8); // the last is smaller
    assertThat(batches).hasSize(3);

    double loss = one.fit(batches(together, texts));

    assertThat(several.fit(batches)).isCloseTo(loss, within(1e-6));
    float[] expected = numbers(one);
    float[] found = numbers(several);
    assertThat(found).isNotEqualTo(numbers(network(apart)));
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }

  private static List<DataSet> batches(Toy toy, int size) {
    DataSetIterator all =
        toy.data()
            .examples(Part.TRAINING)
            .batches(size, new BatchOrder.Sequential(), toy.plan().output().units());
    List<DataSet> batches = new ArrayList<>();
    all.forEachRemaining(batches::add);
    return batches;
  }

  private static Network network(Toy toy) {
    Network network = Network.untrained(toy.plan(), toy.config().training(), 1, 7);
    network.setSeed(7);
    return network;
  }

  private static float[] numbers(Network network) {
    byte[] bytes = network.parameters().toBytes();
    float[] numbers = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }

  @Test
  void anEpochEndsWithTheBatchesThatAreLeft() {
    Toy toy = Toy.withTraining("{epochs: 2, batch_size: 8, accumulate: 3}"); // 40 texts
    List<Integer> steps = new ArrayList<>();

    new Trainer(
            toy.config(),
            toy.data(),
            toy.plan(),
            new Progress() {
              @Override
              public void batchTrained(int epoch, int examples, double loss) {
                steps.add(examples);
              }
            },
            () -> false,
            Optional.empty())
        .train();

    assertThat(steps).containsExactly(24, 16, 24, 16);
  }

  @Test
  void theScheduleOfTheLearningRateCountsSteps() {
    Toy toy =
        Toy.withTraining(
            "{epochs: 2, batch_size: 8, accumulate: 3, schedule: {cosine: {}}, optimizer: {sgd:"
                + " {learning_rate: 1}}}");

    List<EpochScores> epochs = new Trainer(toy.config(), toy.data(), toy.plan()).train().epochs();

    // step 1 and step 3 of 4: (1 + cos(pi / 4)) / 2 and (1 + cos(3 pi / 4)) / 2
    assertThat(epochs.get(0).learningRate().getAsDouble()).isCloseTo(0.853553, within(1e-6));
    assertThat(epochs.get(1).learningRate().getAsDouble()).isCloseTo(0.146447, within(1e-6));
  }

  @Test
  void aResumedTrainingGivesTheSameBits() {
    Toy toy = Toy.withTraining("{epochs: 4, batch_size: 8, accumulate: 2}");
    Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"));
    AtomicInteger asked = new AtomicInteger();

    train(toy, checkpoints, () -> asked.incrementAndGet() > 7);
    assertThat(checkpoints.lastEpoch()).isBetween(1, 3);
    TrainedNetwork resumed = train(toy, checkpoints, () -> false);

    assertThat(resumed.network().parameters().toBytes())
        .isEqualTo(
            new Trainer(toy.config(), toy.data(), toy.plan())
                .train()
                .network()
                .parameters()
                .toBytes());
  }

  private static TrainedNetwork train(Toy toy, Checkpoints checkpoints, BooleanSupplier stop) {
    return new Trainer(
            toy.config(), toy.data(), toy.plan(), Progress.NONE, stop, Optional.of(checkpoints))
        .train();
  }

  @Test
  void batchNormalizationIsRefusedAsItSeesEachBatchByItself() {
    assertThatThrownBy(
            () ->
                Toy.withTraining(
                    "{accumulate: 2}",
                    "network=[{embedding: {size: 4}}, {lstm: {units: 5}}, {batch_normalization:"
                        + " {}}]"))
        .hasMessage(
            """
            training.accumulate: adds up gradients as if the batches were one, but network[2] batch_normalization processes each by itself
                take layer_normalization, or remove accumulate and raise batch_size""");
  }

  private static Toy toy(int accumulate, String training, String embedding) {
    return Toy.withTraining(
        "{epochs: 1, accumulate: %s, %s}".formatted(accumulate, training),
        NETWORK.formatted(embedding));
  }
}
