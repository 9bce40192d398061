package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Masked;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.frame.BatchOrder;
import dev.sluice.frame.Part;
import dev.sluice.network.Inference;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

/** Texts of 2 to 7 tokens, up to 8 with padding, in chunks of 3 and 4. */
class ChunkStepsTest {
  private static final String TRAINING =
      "{epochs: 1, batch_size: 40%s, optimizer: {sgd: {learning_rate: 1}}}";

  @TempDir private Path folder;

  private static Toy toy(String training, String layers, String... overrides) {
    String[] all = new String[overrides.length + 1];
    System.arraycopy(overrides, 0, all, 0, overrides.length);
    all[overrides.length] = "network=[{embedding: {size: 4}}, " + layers + "]";
    return Toy.withTraining(TRAINING.formatted(training), all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{lstm: {units: 5}}",
        "{lstm: {units: 5}}, {pooling: {method: last}}",
        "{lstm: {units: 5}}, {pooling: {method: mean}}",
        "{lstm: {units: 5}}, {pooling: {method: max}}",
        "{gru: {units: 5}}, {pooling: {method: mean_max}}",
        "{simple_rnn: {units: 5}}, {pooling: {method: concat}}, {dense: {units: 3}}",
        "{lstm: {units: 4, peepholes: graves, residual: true}}, {layer_normalization: {}}, {gru:"
            + " {units: 5}}, {dense: {units: 3}}, {pooling: {method: concat}}",
        "{lstm: {units: 5}}, {gru: {units: 3}}, {batch_normalization: {}}"
      })
  void gradientsAndPredictionsAreThoseOfWholeTexts(String layers) {
    Network whole = network(toy("", layers));
    Network chunks = network(toy(", chunk_steps: 3", layers));

    assertThat(bits(chunks, toy(", chunk_steps: 3", layers)))
        .isEqualTo(bits(whole, toy("", layers)));

    double loss = whole.fit(batch(toy("", layers)));
    assertThat(chunks.fit(batch(toy("", layers)))).isCloseTo(loss, within(1e-6));
    assertSame(numbers(whole), numbers(chunks));
  }

  @Test
  void paddingThatIsSeenIsReadInChunksToo() {
    String seen = "data.input.text={column: text, max_length: 8, mask: false}";
    String layers = "{lstm: {units: 5}}, {pooling: {method: concat}}";
    Toy toy = toy("", layers, seen);
    Network whole = network(toy);
    Network chunks = network(toy(", chunk_steps: 3", layers, seen));

    assertThat(bits(chunks, toy)).isEqualTo(bits(whole, toy));

    whole.fit(batch(toy));
    chunks.fit(batch(toy));
    assertSame(numbers(whole), numbers(chunks));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{dense: {units: 3}}", "{layer_normalization: {}}"})
  void columnsBesideATextJoinEachChunk(String head) {
    Toy whole = withColumns("", head);
    Network expected = network(whole);
    Network chunks = network(withColumns(", chunk_steps: 3", head));

    assertThat(bits(chunks, whole)).isEqualTo(bits(expected, whole));

    expected.fit(batch(whole));
    chunks.fit(batch(whole));
    assertSame(numbers(expected), numbers(chunks));
  }

  private static Toy withColumns(String training, String head) {
    Config config =
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: rows-are-in-memory.csv}}
                  split: {}
                  input: {text: {column: text, max_length: 8, features: {numbers: [n]}}}
                  target: {class: {column: label}}
                network: [{embedding: {size: 4}}, {lstm: {units: 5}}, {pooling: {method: mean}}, %s]
                training: %s
                """
                    .formatted(head, TRAINING.formatted(training)),
                "toy.yaml",
                Path.of(""),
                List.of())
            .config();
    List<List<String>> rows =
        IntStream.range(0, 40)
            .mapToObj(
                i ->
                    List.of(
                        "w" + i % 3 + " x".repeat(i % 7), i % 2 == 0 ? "good" : "bad", "" + i % 5))
            .toList();
    Dataset data = Dataset.load(config.data(), Table.of(List.of("text", "label", "n"), rows));
    return new Toy(
        config,
        data,
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape()));
  }

  /** As the whole text has them: with other chunks, the same are dropped. */
  @Test
  void unitsAndWeightsAreDroppedOverTheWholeText() {
    String layers =
        "{spatial_dropout: {rate: 0.3}}, {lstm: {units: 5, recurrent_dropout: 0.3,"
            + " recurrent_weight_dropout: 0.3}}, {pooling: {method: mean}}, {dense: {units: 3,"
            + " activation: tanh}}";
    Network three = network(toy(", chunk_steps: 3", layers));
    Network four = network(toy(", chunk_steps: 4", layers));
    Network none = network(toy("", layers.replace("0.3", "0")));

    for (Network network : List.of(three, four, none)) {
      network.setSeed(7);
      network.fit(batch(toy("", layers)));
    }

    assertSame(numbers(three), numbers(four));
    assertThat(numbers(three)).isNotEqualTo(numbers(none));
  }

  @Test
  void aStepOfSeveralBatchesReadsEachInChunks() {
    String layers = "{lstm: {units: 5}}, {pooling: {method: max}}";
    Network once = network(toy("", layers));
    Network twice = network(toy(", chunk_steps: 3, accumulate: 2", layers));

    once.fit(batch(toy("", layers)));
    twice.fit(List.of(batch(toy("", layers)), batch(toy("", layers))));

    assertSame(numbers(once), numbers(twice));
  }

  @Test
  void aResumedTrainingGivesTheSameBits() {
    Toy toy =
        Toy.withTraining(
            "{epochs: 4, batch_size: 8, chunk_steps: 3}",
            "network=[{embedding: {size: 4, word_dropout: 0.2}}, {lstm: {units: 5, dropout: 0.2}},"
                + " {pooling: {method: concat}}]");
    Checkpoints checkpoints = new Checkpoints(folder.resolve("checkpoints"));
    AtomicInteger asked = new AtomicInteger();

    train(toy, checkpoints, () -> asked.incrementAndGet() > 12);
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

  @Test
  void layersThatNeedTheWholeTextAreRefused() {
    assertThatThrownBy(
            () ->
                toy(
                    ", chunk_steps: 3",
                    "{bidirectional: {layer: {lstm: {units: 5}}}}, {pooling: {method: max}}"))
        .hasMessage(
            """
            network[1].bidirectional: cannot continue from chunk to chunk (training.chunk_steps)
                read in one direction, with lstm, gru or simple_rnn and then pooling, or remove training.chunk_steps""");
    assertThatThrownBy(() -> toy(", chunk_steps: 3", "{lstm: {units: 5}}, {attention: {units: 3}}"))
        .hasMessageStartingWith("network[2].attention: cannot continue from chunk to chunk");
    assertThatThrownBy(() -> toy(", chunk_steps: 3", "{lstm: {units: 4, residual: true}}"))
        .hasMessageStartingWith("network[1].lstm.residual: cannot continue from chunk to chunk");
  }

  @Test
  void targetsOfStepsAreRefused() {
    assertThatThrownBy(
            () ->
                Toy.ofTags(
                    "{chunk_steps: 3}",
                    "",
                    "",
                    "network=[{embedding: {size: 4}}, {lstm: {units: 3}}]"))
        .hasMessage(
            """
            training.chunk_steps: the output needs all steps, and a chunk has only some of them
                remove it, or shorten the examples""");
  }

  private static TrainedNetwork train(Toy toy, Checkpoints checkpoints, BooleanSupplier stop) {
    return new Trainer(
            toy.config(), toy.data(), toy.plan(), Progress.NONE, stop, Optional.of(checkpoints))
        .train();
  }

  private static Network network(Toy toy) {
    Network network = Network.untrained(toy.plan(), toy.config().training(), 1, 7);
    network.setSeed(7);
    return network;
  }

  private static DataSet batch(Toy toy) {
    return toy.data()
        .examples(Part.TRAINING)
        .batches(40, new BatchOrder.Sequential(), toy.plan().output().units())
        .next();
  }

  private static float[][] bits(Network network, Toy toy) {
    Masked all =
        toy.data().examples(Part.TRAINING).input().features(IntStream.range(0, 40).toArray());
    try (Inference inference = network.inference(1)) {
      return inference.outputs(all.values(), all.shape(), all.mask());
    }
  }

  private static float[] numbers(Network network) {
    byte[] bytes = network.parameters().toBytes();
    float[] numbers = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
    return numbers;
  }

  private static void assertSame(float[] expected, float[] found) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i], within(2e-6f));
    }
  }
}
