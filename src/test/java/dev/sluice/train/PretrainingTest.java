package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.batch.Documents;
import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.LanguageTexts;
import dev.sluice.frame.Part;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.spec.PretrainSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PretrainingTest {
  private static final String BOTH_WAYS =
      "[{embedding: {size: 4}}, {bidirectional: {layer: {lstm: {units: 3, dropout: 0.1}}}},"
          + " {gru: {units: 3}}]";

  @TempDir Path folder;
  private String kind = "language_model";

  private record Case(Config config, Dataset data, NetworkPlan plan) {
    Pretraining pretraining() {
      return Pretraining.of(config, data, plan, Optional.empty()).orElseThrow();
    }

    TrainedNetwork train(
        Progress progress, BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
      return new Ensemble(config, data, plan, Optional.empty(), Optional.of(pretraining()))
          .train(progress, stop, checkpoints);
    }

    TrainedNetwork train(Progress progress) {
      return train(progress, () -> false, Optional.empty());
    }
  }

  /**
   * @param model further keys of the language model, each after a comma
   */
  private Case of(String network, String training, String model) {
    return of("class: {column: label}", network, training, model);
  }

  private Case of(String target, String network, String training, String model) {
    Config config =
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {csv: {path: rows-are-in-memory.csv}}
                  split: {validation: {share: 0.25}, test: {share: 0.25}}
                  input: {text: {column: text, max_length: 3}}
                  target: {%s}
                network: %s
                training:
                  epochs: 2
                  batch_size: 8
                  threads: 1
                  optimizer: %s
                  pretrain: {%s: {batch_size: 4, steps: 3, cache: %s%s}}
                """
                    .formatted(target, network, training, kind, folder.resolve("cache"), model),
                "toy.yaml",
                folder,
                List.of())
            .config();
    Dataset data = Dataset.load(config.data(), rows());
    return new Case(
        config,
        data,
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape()));
  }

  /** 40 texts; a word with an even number comes after one with an odd number. */
  private static Table rows() {
    Random random = new Random(5);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      StringBuilder text = new StringBuilder();
      for (int w = random.nextInt(4); w >= 0; w--) {
        text.append("w%s w%s ".formatted(1 + 2 * random.nextInt(3), 2 * random.nextInt(3)));
      }
      rows.add(List.of(text.toString(), i % 2 == 0 ? "good" : "bad", Integer.toString(i % 7)));
    }
    return Table.of(List.of("text", "label", "stars"), rows);
  }

  private static final String STANDING_STILL = "{sgd: {learning_rate: 1e-30}}";

  /** Epochs of the pretraining as they are told, and where one was found. */
  private static final class Told implements Progress {
    final List<EpochScores> pretraining = new ArrayList<>();
    final List<Path> found = new ArrayList<>();
    int batches;

    @Override
    public Progress ofPretraining() {
      return new Progress() {
        @Override
        public void batchTrained(int epoch, int examples, double loss) {
          batches++;
        }

        @Override
        public void epochEnded(EpochScores scores, boolean best) {
          pretraining.add(scores);
        }

        @Override
        public void found(Path folder) {
          Told.this.found.add(folder);
        }
      };
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"language_model", "sequence_autoencoder"})
  void trainingStartsFromTheLayersOfThePretrainingAndFromDrawnWeightsBehindThem(String before) {
    kind = before;
    for (String target : List.of("class: {column: label}", "number: {columns: [stars]}")) {
      for (String network :
          List.of(
              BOTH_WAYS,
              "[{embedding: {size: 4}}, {dropout: {rate: 0.2}}, {lstm: {units: 3}},"
                  + " {gru: {units: 3}}, {dense: {units: 2}}]")) {
        Case toy = of(target, network, STANDING_STILL, ", epochs: 2");
        int first = (int) (long) (Long) toy.pretraining().summary().get("parameters");
        byte[] drawn =
            Network.untrained(toy.plan(), toy.config().training(), 1, 42).parameters().toBytes();

        Told told = new Told();
        byte[] trained = bits(toy.train(told));

        byte[] learned =
            toy.pretraining()
                .run(Progress.NONE, () -> false, Optional.empty())
                .parameters()
                .toBytes();
        assertThat(learned).hasSize(first * Float.BYTES);
        assertThat(floats(drawn, 0, first)).isNotEqualTo(floats(learned, 0, first));
        assertThat(floats(trained, 0, first)).isEqualTo(floats(learned, 0, first));
        assertThat(floats(trained, first, drawn.length / Float.BYTES))
            .isEqualTo(floats(drawn, first, drawn.length / Float.BYTES));
        assertThat(told.pretraining).hasSize(2);
        assertThat(told.pretraining.get(0).validation()).containsOnlyKeys("loss", "perplexity");
      }
    }
  }

  /** Rounded: a rate of 1e-30 moves zeros only. */
  private static List<Float> floats(byte[] bytes, int from, int to) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return IntStream.range(from, to)
        .mapToObj(i -> buffer.getFloat(i * Float.BYTES))
        .map(value -> Math.abs(value) < 1e-20f ? 0f : value)
        .toList();
  }

  private static byte[] bits(TrainedNetwork trained) {
    return trained.network().parameters().toBytes();
  }

  /** Almost without steps, a token costs as much as guessing by the frequencies. */
  @Test
  void theLanguageModelStartsAtTheFrequenciesOfTokens() {
    Case toy = of(BOTH_WAYS, STANDING_STILL, ", epochs: 1, learning_rate: 1e-9");
    Map<Integer, Integer> counts = new HashMap<>();
    int[][] texts = LanguageTexts.of(toy.data(), spec(toy)).training().ids();
    for (int[] text : texts) {
      for (int id : text) {
        counts.merge(id, 1, Integer::sum);
      }
    }
    counts.merge(Documents.BORDER, texts.length, Integer::sum);
    double all = counts.values().stream().mapToInt(n -> n).sum();
    double entropy = counts.values().stream().mapToDouble(n -> -n / all * Math.log(n / all)).sum();

    Told told = new Told();
    toy.train(told);

    assertThat(told.pretraining.get(0).loss()).isCloseTo(entropy, within(0.05));
  }

  private static PretrainSpec spec(Case toy) {
    return toy.config().training().pretrain().orElseThrow();
  }

  /** Guessing evenly among 6 words and the end costs ln 7 = 1.95; what is known of pairs, less. */
  @Test
  void bothDirectionsLearnWhatStandsBesideAToken() {
    Told told = new Told();
    of(BOTH_WAYS, STANDING_STILL, ", epochs: 30, learning_rate: 0.05").train(told);

    assertThat(told.pretraining.get(29).loss()).isLessThan(1.4);
  }

  /**
   * The words of a pair are drawn from three each, which costs ln 3 = 1.10 where they are not
   * remembered; these texts were never learned from.
   */
  @Test
  void anAutoencoderRemembersWhatItRead() {
    kind = "sequence_autoencoder";
    Told told = new Told();
    of(
            "[{embedding: {size: 8}}, {gru: {units: 24}}]",
            STANDING_STILL,
            ", epochs: 60, learning_rate: 0.02")
        .train(told);

    assertThat(told.pretraining.get(0).validation().get("loss")).isGreaterThan(1.2);
    assertThat(told.pretraining.get(59).validation().get("loss")).isLessThan(0.7);
  }

  @Test
  void oneKindTakesNothingOfTheOther() {
    of(BOTH_WAYS, STANDING_STILL, ", epochs: 1").train(Progress.NONE);
    kind = "sequence_autoencoder";
    Told anew = new Told();
    Told again = new Told();

    of(BOTH_WAYS, STANDING_STILL, ", epochs: 1").train(anew);
    of(BOTH_WAYS, STANDING_STILL, ", epochs: 1").train(again);

    assertThat(anew.found).isEmpty();
    assertThat(again.found).hasSize(1);
  }

  @Test
  void anAutoencoderIsRefusedByItsOwnKey() {
    kind = "sequence_autoencoder";
    refused(
        "[{embedding: {size: 4}}, {pooling: {method: mean}}]",
        "",
        "training.pretrain.sequence_autoencoder: trains the embedding and the recurrent layers");
    refused(
        BOTH_WAYS,
        ", epochs: 3, patience: 3",
        "training.pretrain.sequence_autoencoder.patience: is 3 epochs, and there are 3");
  }

  @Test
  void adversarialNoiseIsOfWhatComesAfterIt() {
    Case noisy =
        of(BOTH_WAYS.replace("size: 4", "size: 4, adversarial_noise: 9"), "{adam: {}}", "");
    Case quiet = of(BOTH_WAYS, "{adam: {}}", "");

    Told ofNoisy = new Told();
    Told ofQuiet = new Told();
    byte[] withNoise = bits(noisy.train(ofNoisy));
    byte[] without = bits(quiet.train(ofQuiet));

    assertThat(ofNoisy.pretraining.get(0).loss()).isEqualTo(ofQuiet.pretraining.get(0).loss());
    assertThat(withNoise).isNotEqualTo(without);
  }

  @Test
  void readsTextsOfTheTrainingPartWholeAndNoneOfTheTestPart() {
    Case toy = of(BOTH_WAYS, STANDING_STILL, "");
    int tokens =
        IntStream.range(0, toy.data().examples(Part.TRAINING).size())
            .map(i -> toy.data().examples(Part.TRAINING).input().texts().get().tokens(i).size())
            .sum();

    assertThat(toy.pretraining().summary())
        .containsEntry("layers", List.of("network[0] embedding", "network[1] bidirectional"))
        .containsEntry("directions", "both")
        .containsEntry("texts", 20)
        .containsEntry("tokens", (long) tokens);
    assertThat(tokens).isGreaterThan(20 * 3); // max_length does not cut them
  }

  @ParameterizedTest
  @ValueSource(strings = {"language_model", "sequence_autoencoder"})
  void aResumedPretrainingGivesTheBitsOfAnUninterruptedOne(String before) {
    kind = before;
    Case toy = of(BOTH_WAYS, "{adam: {}}", ", epochs: 3");
    TrainedNetwork whole = toy.train(Progress.NONE);
    for (int stopAfter : new int[] {1, 3}) {
      Checkpoints checkpoints = new Checkpoints(folder.resolve("stopped-" + stopAfter));
      forget();
      Told told = new Told();

      TrainedNetwork stopped =
          toy.train(
              Progress.NONE,
              () -> checkpoints.ofPretraining().lastEpoch() == stopAfter,
              Optional.of(checkpoints));
      TrainedNetwork resumed = toy.train(told, () -> false, Optional.of(checkpoints));

      assertThat(stopped.ending()).isEqualTo(Ending.INTERRUPTED);
      assertThat(stopped.keptEpoch()).isEmpty();
      assertThat(told.pretraining).hasSize(3 - stopAfter);
      assertThat(bits(resumed)).isEqualTo(bits(whole));
    }
  }

  private void forget() {
    try (Stream<Path> kept = Files.walk(folder.resolve("cache"))) {
      for (Path path : kept.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anotherHeadTakesWhatWasLearnedAndAnotherSeedLearnsAnew() throws IOException {
    of(BOTH_WAYS, STANDING_STILL, ", epochs: 2").train(Progress.NONE);
    Case otherHead =
        of(BOTH_WAYS.replace("gru: {units: 3}", "gru: {units: 5}"), "{adam: {}}", ", epochs: 2");
    Told told = new Told();

    otherHead.train(told);

    assertThat(told.found).hasSize(1);
    assertThat(told.batches).isZero();
    assertThat(told.pretraining).hasSize(2);

    for (String other :
        List.of("epochs: 1", "epochs: 2, learning_rate: 0.01", "epochs: 2, predicted: 5")) {
      Told anew = new Told();
      of(BOTH_WAYS, STANDING_STILL, ", " + other).train(anew);
      assertThat(anew.found).as(other).isEmpty();
    }

    Path parameters = told.found.get(0).resolve("parameters.bin");
    byte[] bytes = Files.readAllBytes(parameters);
    Files.write(parameters, new byte[bytes.length]);
    Told repaired = new Told();
    otherHead.train(repaired);
    assertThat(repaired.found).isEmpty();
    assertThat(Files.readAllBytes(parameters)).isEqualTo(bytes);
  }

  @Test
  void patienceEndsItAndTheBestEpochIsKept() {
    Told told = new Told();
    of(BOTH_WAYS, STANDING_STILL, ", epochs: 40, patience: 1, learning_rate: 0.3").train(told);

    assertThat(told.pretraining.size()).isBetween(2, 39);
  }

  @Test
  void oneThatDivergesSaysWhereAndNoTrainingFollows() {
    TrainedNetwork trained =
        of(BOTH_WAYS, "{adam: {}}", ", learning_rate: 1e38").train(Progress.NONE);

    assertThat(trained.ending()).isEqualTo(Ending.DIVERGED);
    assertThat(trained.keptEpoch()).isEmpty();
    assertThat(trained.cause())
        .hasValue(
            "pretraining: the loss or the weights became NaN or infinite at epoch 1, batch 2\n"
                + "    try a lower training.pretrain.language_model.learning_rate");
  }

  @Test
  void readsTextsWithoutATarget() throws IOException {
    Files.writeString(folder.resolve("more.csv"), "text,id\nw1 w2,1\n,2\nw3 w4,3\n");

    assertThat(
            of(BOTH_WAYS, STANDING_STILL, ", unlabelled: {csv: {path: more.csv}}")
                .pretraining()
                .summary())
        .containsEntry("texts", 22); // the empty one is left out
  }

  @Test
  void refusesWhatDoesNotFit() throws IOException {
    Files.writeString(folder.resolve("other.csv"), "review\nw1\n");
    Files.writeString(folder.resolve("empty.csv"), "text,id\n,1\n,2\n");
    refused(
        "[{embedding: {size: 4}}, {convolution: {filters: 3, width: 2}}, {lstm: {units: 3}}]",
        "",
        "training.pretrain.language_model: trains the embedding and the recurrent layers after it, but no recurrent layer follows network[0] embedding before network[1] convolution");
    refused(
        "[{embedding: {size: 4}}, {pooling: {method: mean}}]",
        "",
        "no recurrent layer follows network[0] embedding before network[1] pooling");
    refused(
        BOTH_WAYS,
        ", predicted: 900",
        "training.pretrain.language_model.predicted: is 900, but the vocabulary has only 8 ids");
    refused(
        BOTH_WAYS,
        ", epochs: 3, patience: 3",
        "training.pretrain.language_model.patience: is 3 epochs, and there are 3");
    refused(
        BOTH_WAYS,
        ", unlabelled: {csv: {path: other.csv}}",
        "training.pretrain.language_model.unlabelled.csv: has no column 'text'");
    refused(
        BOTH_WAYS,
        ", unlabelled: {csv: {path: empty.csv}}",
        "training.pretrain.language_model.unlabelled.csv: has no texts: column 'text' of");
    refused(
        BOTH_WAYS,
        ", unlabelled: {csv: {path: gone.csv}}",
        "training.pretrain.language_model.unlabelled.csv.path");
    assertThatThrownBy(
            () ->
                ConfigReader.parse(
                    """
                    name: toy
                    data: {source: {lines: {path: no.txt}}, input: {text: {}}, target: {next: {}}}
                    network: [{embedding: {size: 4}}, {lstm: {units: 3}}]
                    training: {pretrain: {language_model: {}}}
                    """,
                    "toy.yaml",
                    folder,
                    List.of()))
        .hasMessageContaining(
            "training.pretrain.language_model: the network is a language model already");
  }

  private void refused(String network, String model, String message) {
    assertThatThrownBy(() -> of(network, STANDING_STILL, model).pretraining())
        .hasMessageContaining(message);
  }
}
