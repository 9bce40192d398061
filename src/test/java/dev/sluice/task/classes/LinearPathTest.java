package dev.sluice.task.classes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.config.ConfigReader;
import dev.sluice.evaluate.LabelledTexts;
import dev.sluice.evaluate.Patience;
import dev.sluice.problem.UserException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class LinearPathTest {
  private static final List<String> CLASSES = List.of("bad", "good");
  private static final LabelledTexts TRAINING = texts(40);
  private static final LabelledTexts VALIDATION = texts(20);

  /** A word tells the class, but of every tenth text that of the other one. */
  private static LabelledTexts texts(int count) {
    List<List<String>> tokens = new ArrayList<>();
    int[] classes = new int[count];
    for (int i = 0; i < count; i++) {
      classes[i] = i % 2;
      boolean misleading = i % 10 == 9;
      tokens.add(List.of("a", (i % 2 == 0) == misleading ? "fine" : "dull", "film" + i % 3));
    }
    return new LabelledTexts(tokens, classes);
  }

  private static LinearPath beside(double[][] network) {
    return LinearPath.of(CLASSES, TRAINING, VALIDATION, network, Patience.ENDLESS);
  }

  /** The probabilities that a network gives for the classes of the validation part. */
  private static double[][] giving(double right) {
    return Arrays.stream(VALIDATION.classes())
        .mapToObj(c -> c == 1 ? new double[] {1 - right, right} : new double[] {right, 1 - right})
        .toArray(double[][]::new);
  }

  @Test
  void countsForNothingBesideANetworkThatIsAlwaysRight() {
    LinearPath path = beside(giving(0.999));

    assertThat(path.ofWords()).isZero();
    assertThat(path.ofNetwork()).isEqualTo(3);
  }

  @Test
  void countsAloneBesideANetworkThatKnowsNothing() {
    LinearPath path = beside(giving(0.5));

    double[][] joined = path.joined(giving(0.5), VALIDATION.tokens()::get);

    assertThat(path.ofWords()).isPositive();
    assertThat(joined[1][1]).isGreaterThan(0.7);
    assertThat(joined[2][0]).isGreaterThan(0.7);
  }

  @Test
  void addsLogitsUpBeforeTheSoftmax() {
    LinearPath fitted = beside(giving(0.5));
    LinearPath path = new LinearPath(fitted.words(), fitted.strength(), 0.5, 2);
    double[] words = fitted.words().probabilities(VALIDATION.tokens().get(0));

    double[] joined = path.joined(new double[][] {{0.2, 0.8}}, VALIDATION.tokens()::get)[0];

    double logit = 0.5 * Math.log(0.8 / 0.2) + 2 * Math.log(words[1] / words[0]);
    assertThat(joined[1]).isCloseTo(1 / (1 + Math.exp(-logit)), within(1e-12));
    assertThat(joined[0]).isCloseTo(1 - joined[1], within(1e-12));
  }

  @Test
  void isNamedAsTheWholeModelWhereTheNetworkCountsForNothing() {
    LinearPath fitted = beside(giving(0.5));

    assertThat(new LinearPath(fitted.words(), fitted.strength(), 0, 2).sentence())
        .startsWith("The model is its linear path, a bag of words of ");
    assertThat(new LinearPath(fitted.words(), fitted.strength(), 0.5, 1.5).sentence())
        .endsWith(" terms, has a weight of 75% and the network the rest");
  }

  @Test
  void isReadBackAsItWasWritten() throws Exception {
    LinearPath path = beside(giving(0.6));

    LinearPath read = LinearPath.fromJson(new ObjectMapper().readTree(path.toJson().toString()), 2);

    assertThat(read.joined(giving(0.6), VALIDATION.tokens()::get))
        .isDeepEqualTo(path.joined(giving(0.6), VALIDATION.tokens()::get));
    assertThat(read.sentence()).isEqualTo(path.sentence());
  }

  @Test
  void isRefusedWhereItIsDamaged() {
    JsonNode whole = beside(giving(0.6)).toJson();

    for (String key : List.of("of_words", "tokens", "terms", "idf", "weights")) {
      ObjectNode damaged = whole.deepCopy();
      damaged.remove(key);
      assertThatThrownBy(() -> LinearPath.fromJson(damaged, 2))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("the pipeline of the model is damaged");
    }
    assertThatThrownBy(() -> LinearPath.fromJson(whole, 3)).isInstanceOf(UserException.class);
  }

  @Test
  void isNotFittedForSomebodyWhoDoesNotWait() {
    assertThatThrownBy(() -> LinearPath.of(CLASSES, TRAINING, VALIDATION, giving(0.5), () -> true))
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void needsAValidationPart() {
    assertThatThrownBy(
            () ->
                ConfigReader.parse(
                    """
                    name: toy
                    data:
                      source: {csv: {path: texts.csv}}
                      input: {text: {column: text}}
                      target: {class: {column: label, linear: bag_of_words}}
                    network: [{embedding: {size: 4}}, {pooling: {method: mean}}]
                    """,
                    "toy.yaml",
                    Path.of(""),
                    List.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "data.target.class.linear: its weight is chosen on the validation part");
  }
}
