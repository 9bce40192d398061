package dev.sluice.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.evaluate.Patience;
import dev.sluice.evaluate.Predictions;
import dev.sluice.frame.Part;
import dev.sluice.network.Inference;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.Generator;
import dev.sluice.predict.Outcomes;
import dev.sluice.predict.Predictor;
import dev.sluice.predict.Sampling;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.task.next.TextProbability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelTest {
  @TempDir Path folder;

  private record Toy(Config config, Dataset data, NetworkPlan plan) {
    TrainedNetwork train(BooleanSupplier stop, Optional<Checkpoints> checkpoints) {
      return new Trainer(config, data, plan, Progress.NONE, stop, checkpoints).train();
    }
  }

  private static Toy toy(String split, String network, String training, Table rows) {
    Config config =
        ConfigReader.parse(
                """
                name: toy
                data:
                  source: {lines: {path: rows-are-in-memory.txt}}
                  split: %s
                  input: {text: {tokenizer: {characters: {}}}}
                  target: {next: {}}
                network: %s
                training: %s
                """
                    .formatted(split, network, training),
                "toy.yaml",
                Path.of(""),
                List.of())
            .config();
    Dataset data = Dataset.load(config.data(), rows);
    return new Toy(
        config,
        data,
        NetworkPlan.of(config, data.pipeline().inputShape(), data.pipeline().outputShape()));
  }

  private static final String NETWORK =
      "[{embedding: {size: 4, word_dropout: 0.2}}, {lstm: {units: 8, dropout: 0.2, recurrent_dropout: 0.1}}, {gru:"
          + " {units: 6}}]";

  /** Names of a made-up people: a consonant, a vowel, up to four times. */
  private static Table names(int count) {
    Random random = new Random(3);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder name = new StringBuilder();
      for (int syllables = 1 + random.nextInt(4); syllables > 0; syllables--) {
        name.append("klmn".charAt(random.nextInt(4))).append("aio".charAt(random.nextInt(3)));
      }
      rows.add(List.of(name.toString()));
    }
    return Table.of(List.of("text"), rows);
  }

  private static Table book() {
    StringBuilder text = new StringBuilder();
    Table names = names(300);
    for (int i = 0; i < names.size(); i++) {
      text.append(names.value(i, 0)).append(' ');
    }
    return Table.of(List.of("text"), List.of(List.of(text.toString())));
  }

  @Test
  void aResumedTrainingGivesTheBitsOfAnUninterruptedOne() {
    for (Table rows : List.of(names(80), book())) {
      Toy toy =
          toy(
              "{validation: {share: 0.2}, test: {share: 0.2}}",
              NETWORK,
              "{epochs: 3, batch_size: 4, truncated_backpropagation: {steps: 5}}",
              rows);
      TrainedNetwork whole = toy.train(() -> false, Optional.empty());
      Checkpoints checkpoints = new Checkpoints(folder.resolve("of-" + rows.size()));

      TrainedNetwork stopped =
          toy.train(() -> checkpoints.lastEpoch() == 1, Optional.of(checkpoints));
      TrainedNetwork resumed = toy.train(() -> false, Optional.of(checkpoints));

      assertThat(stopped.ending()).isEqualTo(Ending.INTERRUPTED);
      assertThat(stopped.epochs()).isNotEmpty();
      assertThat(bits(resumed)).isEqualTo(bits(whole));
      assertThat(resumed.epochs().stream().map(EpochScores::validation).toList())
          .isEqualTo(whole.epochs().stream().map(EpochScores::validation).toList());
    }
  }

  private static byte[] bits(TrainedNetwork trained) {
    return trained.network().parameters().toBytes();
  }

  @Test
  void scoringADocumentEndsInItsMiddleWhenNobodyWaits() {
    Toy toy =
        toy(
            "{validation: {share: 0.2}, test: {share: 0.5}}",
            "[{embedding: {size: 2}}, {lstm: {units: 2}}]",
            "{epochs: 1}",
            book());
    TrainedNetwork trained = toy.train(() -> false, Optional.empty());
    AtomicInteger asked = new AtomicInteger();

    try (Inference network = trained.network().inference(1)) {
      assertThatThrownBy(
              () ->
                  Outcomes.of(
                      network,
                      toy.data().pipeline(),
                      toy.data().examples(Part.TEST),
                      () -> asked.incrementAndGet() == 3))
          .isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void learnsToSpellAndKnowsEnds() {
    Toy toy =
        toy(
            "{validation: {share: 0.1}, test: {share: 0.2}}",
            "[{embedding: {size: 6}}, {lstm: {units: 16}}]",
            "{epochs: 12, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}",
            names(600));
    TrainedNetwork trained = toy.train(() -> false, Optional.empty());

    // ln 4 a consonant, ln 3 a vowel, ends after 1 to 4 syllables: 0.25, 0.33, 0.5 and 1; a perfect
    // model has 1.24 nats per token, more than half of them for the syllables.
    try (Inference network = trained.network().inference(2)) {
      Predictions predictions =
          Outcomes.of(
              network, toy.data().pipeline(), toy.data().examples(Part.TEST), Patience.ENDLESS);
      assertThat(predictions.crossEntropy().number().orElseThrow()).isBetween(1.1, 1.32);
    }
    try (Generator generator = Generator.of(toy.data().pipeline(), trained.network());
        Predictor predictor = Predictor.of(toy.data().pipeline(), trained.network())) {
      int right = 0;
      for (int seed = 0; seed < 50; seed++) {
        right +=
            generator.generate("", Sampling.of(100, seed)).matches("([klmn][aio]){1,4}") ? 1 : 0;
      }
      assertThat(right).isGreaterThan(40);

      List<TextProbability> answers =
          predictor
              .predict(Table.of(List.of("text"), List.of(List.of("kalo"), List.of("aklo"))))
              .stream()
              .map(TextProbability.class::cast)
              .toList();
      assertThat(answers.get(0).tokens()).isEqualTo(5);
      assertThat(answers.get(0).perplexity()).isLessThan(answers.get(1).perplexity());
      assertThat(answers.get(0).perplexity())
          .isCloseTo(Math.exp(-answers.get(0).logProbability() / 5), within(1e-12));
    }
  }

  @Test
  void theSameSeedWritesTheSameTextAndTemperatureZeroTheMostProbable() {
    Toy toy = toy("{test: {share: 0.1}}", NETWORK, "{epochs: 1, batch_size: 4}", book());
    TrainedNetwork trained = toy.train(() -> false, Optional.empty());
    try (Generator generator = Generator.of(toy.data().pipeline(), trained.network())) {
      String text = generator.generate("ka", Sampling.of(60, 1));

      assertThat(text).hasSize(60).isEqualTo(generator.generate("ka", Sampling.of(60, 1)));
      assertThat(generator.generate("ka", Sampling.of(60, 2))).isNotEqualTo(text);
      String best =
          generator.generate("ka", sampling(0, OptionalInt.empty(), OptionalDouble.empty(), 1));
      for (Sampling same :
          List.of(
              sampling(0, OptionalInt.empty(), OptionalDouble.empty(), 2),
              sampling(1, OptionalInt.of(1), OptionalDouble.empty(), 2),
              sampling(1, OptionalInt.empty(), OptionalDouble.of(1e-6), 2))) {
        assertThat(generator.generate("ka", same)).isEqualTo(best);
      }
      StringBuilder streamed = new StringBuilder();
      generator.generate(
          "ka",
          Sampling.of(60, 1),
          token -> {
            streamed.append(token);
            return streamed.length() < 10;
          });
      assertThat(text).startsWith(streamed).hasSizeGreaterThan(streamed.length());
      Assertions.assertThatThrownBy(() -> generator.generate("kaXé", Sampling.of(5, 1)))
          .hasMessageContaining("prompt: the model was not trained on 'x', 'é'");
    }
  }

  private static Sampling sampling(
      double temperature, OptionalInt topK, OptionalDouble topP, long seed) {
    return new Sampling(60, temperature, topK, topP, seed);
  }
}
