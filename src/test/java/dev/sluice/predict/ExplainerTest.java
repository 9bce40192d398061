package dev.sluice.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.config.ConfigReader;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.evaluate.Patience;
import dev.sluice.frame.Part;
import dev.sluice.network.Network;
import dev.sluice.network.NetworkPlan;
import dev.sluice.predict.TextExplanation.Method;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.Config;
import dev.sluice.train.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainerTest {
  /** Without this class a network may know one word only, and take all else for the other class. */
  private static final String NEITHER = "neither";

  private static final List<String> SIGNAL = List.of("awful", "great", NEITHER);

  private static String yaml(String input, String target, String network) {
    return """
    name: planted
    data:
      source: {csv: {path: rows-are-in-memory.csv}}
      split: {validation: {share: 0.1}, test: {share: 0.1}}
      input: {text: {column: text, max_length: 12%s}}
      target: {class: {column: label%s}}
    network: [{embedding: {size: 8}}, %s]
    training: {epochs: 6, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
    """
        .formatted(input, target, network);
  }

  /** Texts of words that mean nothing, and one that tells the class. */
  private static Table planted(long seed, int count, int classes) {
    Random random = new Random(seed);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String label = SIGNAL.get(i % classes);
      List<String> words = new ArrayList<>();
      for (int w = 4 + random.nextInt(5); w > 0; w--) {
        words.add("word" + random.nextInt(20));
      }
      if (!label.equals(NEITHER)) {
        words.add(random.nextInt(words.size() + 1), label);
      }
      rows.add(List.of(String.join(" ", words), label));
    }
    return Table.of(List.of("text", "label"), rows);
  }

  private static Explainer explainer(String yaml, int classes) {
    return explainer(yaml, planted(1, 240, classes));
  }

  private static Explainer explainer(String yaml, Table rows) {
    Config config = ConfigReader.parse(yaml, "planted.yaml", Path.of(""), List.of()).config();
    Dataset data = Dataset.load(config.data(), rows);
    Pipeline pipeline = data.pipeline();
    NetworkPlan plan = NetworkPlan.of(config, pipeline.inputShape(), pipeline.outputShape());
    Network network = new Trainer(config, data, plan).train().network();
    return Explainer.of(pipeline, network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{lstm: {units: 8}}",
        "{gru: {units: 8, dropout: 0.2}}, {dense: {units: 4, activation: relu}}",
        "{gru: {units: 8, reset_after: false}}, {batch_normalization: {}}",
        "{simple_rnn: {units: 8}}, {pooling: {method: max}}",
        "{bidirectional: {layer: {lstm: {units: 6}}}}, {pooling: {method: mean_max}}",
        "{bidirectional: {layer: {gru: {units: 6}}}}, {attention: {units: 4}}",
        "{self_attention: {heads: 2}}, {layer_normalization: {}}, {pooling: {method: concat}}",
        "{convolution: {filters: 8, width: 3}}, {pooling: {method: max}}",
        "{pooling: {method: mean}}"
      })
  void attributionsAddUpToTheDifferenceFromTheBaseline(String network) {
    try (Explainer explainer = explainer(yaml("", "", network), 2)) {
      List<TextExplanation> explanations =
          explainer.explain(planted(7, 20, 2), Optional.empty(), Method.INTEGRATED_GRADIENTS);

      assertThat(explanations).hasSize(20);
      for (TextExplanation why : explanations) {
        assertThat(why.completenessShare()).isLessThan(0.01);
        double p = why.prediction().probability(why.explained());
        assertThat(why.output()).isCloseTo(Math.log(p / (1 - p)), within(0.02));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | '{gru: {units: 8}}'",
        "', mask: false' | '{lstm: {units: 8}}'",
        "'' | '{bidirectional: {layer: {gru: {units: 6}}}}, {pooling: {method: mean_max}}'"
      })
  void theOnlyWordThatTellsRanksFirst(String input, String network) {
    Table texts = planted(99, 100, 2);
    try (Explainer explainer = explainer(yaml(input, "", network), 3)) {
      for (Method method : Method.values()) {
        List<TextExplanation> explanations = explainer.explain(texts, Optional.empty(), method);

        long first =
            explanations.stream()
                .filter(
                    why -> why.tokens().get(why.strongest(1).get(0)).text().equals(why.explained()))
                .count();
        assertThat(first).as("%s", method).isGreaterThanOrEqualTo(99);
      }
    }
  }

  @Test
  void aWordSpeaksAgainstTheClassesThatItDoesNotTell() {
    try (Explainer explainer = explainer(yaml("", "", "{gru: {units: 8}}"), 3)) {
      Table text = Table.of(List.of("text"), List.of(List.of("word1 great word2 word3")));

      TextExplanation predicted =
          explainer.explain(text, Optional.empty(), Method.INTEGRATED_GRADIENTS).get(0);
      TextExplanation other =
          explainer.explain(text, Optional.of("awful"), Method.INTEGRATED_GRADIENTS).get(0);

      assertThat(predicted.explained()).isEqualTo("great");
      assertThat(predicted.tokens().get(1).attribution()).isPositive();
      assertThat(other.explained()).isEqualTo("awful");
      assertThat(other.prediction()).isEqualTo(predicted.prediction());
      assertThat(other.tokens().get(1).attribution()).isNegative();
      assertThat(other.completenessShare()).isLessThan(0.01);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void theLinearPathIsExplainedTogetherWithTheNetwork(int classes) {
    String yaml = yaml("", ", linear: bag_of_words", "{gru: {units: 4}}");
    Config config = ConfigReader.parse(yaml, "planted.yaml", Path.of(""), List.of()).config();
    Dataset data = Dataset.load(config.data(), planted(1, 120, classes));
    Pipeline pipeline = data.pipeline();
    Network network =
        Network.untrained(
            NetworkPlan.of(config, pipeline.inputShape(), pipeline.outputShape()),
            config.training(),
            1,
            1);
    Pipeline calibrated =
        pipeline.calibrated(
            data.parts(),
            () ->
                Outcomes.outputs(
                    network.inference(),
                    pipeline,
                    data.parts().get(Part.VALIDATION),
                    Patience.ENDLESS),
            () -> false);
    try (Explainer explainer = Explainer.of(calibrated, network)) {
      TextExplanation why = explainer.explain("word1 great word2 great word3 never seen words");

      assertThat(why.explained()).isEqualTo("great");
      assertThat(why.completenessShare()).isLessThan(0.01);
      double p = why.prediction().probability("great");
      assertThat(why.output()).isCloseTo(Math.log(p / (1 - p)), within(1e-3));
      assertThat(why.tokens().get(1).linear()).isGreaterThan(why.tokens().get(1).network());
      assertThat(why.tokens().get(6).linear()).isZero();
      assertThat(why.tokens().get(why.strongest(1).get(0)).text()).isEqualTo("great");
    }
  }

  @Test
  void saysWhichTokensAreNotSeenOrNotKnown() {
    String long_ = "great " + "word1 ".repeat(14) + "marvellous";
    try (Explainer explainer = explainer(yaml(", keep: end", "", "{gru: {units: 8}}"), 2)) {
      TextExplanation why = explainer.explain(long_);

      assertThat(why.tokens()).hasSize(16);
      assertThat(why.unseen()).isEqualTo(4);
      assertThat(why.tokens().get(0))
          .isEqualTo(new TextExplanation.Token("great", false, false, 0, 0));
      assertThat(why.tokens().get(14).known()).isTrue();
      assertThat(why.tokens().get(15).known()).isFalse();
      assertThat(why.tokens().get(15).network()).isNotZero();

      TextExplanation without =
          explainer
              .explain(explainer.rowsOf(List.of(long_)), Optional.empty(), Method.OCCLUSION)
              .get(0);
      assertThat(without.tokens().get(0)).isEqualTo(why.tokens().get(0));
      assertThat(without.tokens().get(15).network()).isNotZero();
      assertThat(without.passes()).isEqualTo(12 + 2); // each token seen, and both ends
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", mask: false", ", mask: false, padding: post"})
  void paddingThatTheNetworkSeesIsTheBaseline(String input) {
    try (Explainer explainer = explainer(yaml(input, "", "{gru: {units: 8}}"), 3)) {
      TextExplanation why = explainer.explain("word3 great word4");

      assertThat(why.tokens())
          .extracting(TextExplanation.Token::text)
          .containsExactly("word3", "great", "word4");
      assertThat(why.elsewhere()).isZero();
      assertThat(why.strongest(1)).containsExactly(1);
      assertThat(why.completenessShare()).isLessThan(0.01);
    }
  }

  @Test
  void aTextWithoutATokenIsExplainedByTheTokenThatStandsForIt() {
    try (Explainer explainer = explainer(yaml("", "", "{lstm: {units: 8}}"), 2)) {
      for (String empty : List.of("", " ", "...")) {
        TextExplanation why = explainer.explain(empty);

        assertThat(why.tokens()).extracting(TextExplanation.Token::text).containsExactly("");
        assertThat(why.tokens().get(0).known()).isFalse();
        assertThat(why.sum()).isCloseTo(why.output() - why.baseline(), within(1e-3));
      }
    }
  }

  @Test
  void aMarkAtTheStartIsCountedApart() {
    String yaml =
        """
        name: ids
        data:
          source: {csv: {path: rows-are-in-memory.csv}}
          split: {test: {share: 0.1}}
          input: {ids: {column: text, max_length: 12, start: 1, num_words: 12, index_from: 3}}
          target: {class: {column: label}}
        network: [{embedding: {size: 8}}, {lstm: {units: 8}}]
        training: {epochs: 6, batch_size: 8, optimizer: {adam: {learning_rate: 0.02}}}
        """;
    Table rows =
        Table.of(
            List.of("text", "label"),
            IntStream.range(0, 120)
                .mapToObj(i -> List.of(i % 5 + 3 + " " + (i % 2 + 1) + " 5", "c" + i % 2))
                .toList());
    try (Explainer explainer = explainer(yaml, rows)) {
      TextExplanation why = explainer.explain("4 2 5");

      assertThat(why.tokens())
          .extracting(TextExplanation.Token::text)
          .containsExactly("4", "2", "5");
      assertThat(why.strongest(1)).containsExactly(1);
      assertThat(why.elsewhere()).isNotZero();
      assertThat(why.completenessShare()).isLessThan(0.01);
    }
  }

  @Test
  void refusesAClassThatTheModelDoesNotHave() {
    try (Explainer explainer = explainer(yaml("", "", "{lstm: {units: 2}}"), 2)) {
      assertThatThrownBy(
              () -> explainer.explain(planted(1, 1, 2), Optional.of("good"), Method.OCCLUSION))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no class 'good' among [awful, great]");
    }
  }

  @Test
  void refusesModelsWithoutAnExplanation() {
    String yaml =
        """
        name: book
        data:
          source: {csv: {path: rows-are-in-memory.csv}}
          split: {test: {share: 0.1}}
          input: {text: {column: text}}
          target: {next: {}}
        network: [{embedding: {size: 3}}, {lstm: {units: 2}}]
        training: {epochs: 1, batch_size: 8}
        """;

    assertThatThrownBy(() -> explainer(yaml, planted(1, 40, 2)))
        .isInstanceOf(UserException.class)
        .hasMessage(
            """
            model: cannot be explained: it gives probabilities of texts and writes texts
                predict: it gives the probability of each text""");
  }
}
