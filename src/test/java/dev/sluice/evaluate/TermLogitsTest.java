package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TermLogitsTest {

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void sayWhatTheirBagOfWordsSays(int classes) {
    LabelledTexts texts = texts(classes);
    BagOfWords fitted =
        BagOfWords.fit(List.of("a", "b", "c").subList(0, classes), texts, texts, Patience.ENDLESS);
    TermLogits plain = fitted.logits();
    TermLogits readBack =
        TermLogits.of(plain.tokens(), plain.terms(), plain.idf(), plain.weights()).orElseThrow();

    double[][] expected = fitted.predict(texts).probabilities();
    for (int i = 0; i < texts.size(); i++) {
      assertThat(plain.probabilities(texts.tokens().get(i)))
          .containsExactly(expected[i], Offset.offset(1e-12));
      assertThat(readBack.probabilities(texts.tokens().get(i)))
          .isEqualTo(plain.probabilities(texts.tokens().get(i)));
    }
  }

  @Test
  void whatTokensAddMakesTheLogit() {
    LabelledTexts texts = texts(2);
    TermLogits logits = BagOfWords.fit(List.of("a", "b"), texts, texts, Patience.ENDLESS).logits();
    double[] row = logits.weights()[0];

    for (List<String> text : texts.tokens()) {
      double[] each = logits.byToken(text)[0];

      double p = logits.probabilities(text)[1];
      assertThat(each).hasSize(text.size());
      assertThat(Arrays.stream(each).sum() + row[row.length - 1])
          .isCloseTo(Math.log(p / (1 - p)), Offset.offset(1e-9));
    }
  }

  @Test
  void tokensShareTheirTermsAndPairs() {
    double[][] weights = {{3, 4, 9}}; // of x, of the pair x x, and the intercept
    TermLogits logits =
        TermLogits.of(List.of("x"), new long[] {1L << 32, 1L << 32 | 1}, two(), weights)
            .orElseThrow();

    double[] alone = logits.byToken(List.of("x", "y", "x"))[0];
    double[] pair = logits.byToken(List.of("x", "x", "y"))[0];

    assertThat(alone).containsExactly(1.5, 0, 1.5); // one term of norm 1, that stands twice
    double norm = Math.sqrt(Math.pow(1 + Math.log(2), 2) + 1);
    double each = (3 * (1 + Math.log(2)) + 4) / 2 / norm;
    assertThat(pair).containsExactly(new double[] {each, each, 0}, Offset.offset(1e-12));
  }

  @Test
  void refuseTermsOfTokensThatAreNotThere() {
    double[][] weights = {{1, 2, 3}};

    assertThat(TermLogits.of(List.of("x"), new long[] {1L << 32, 1L << 32 | 1}, two(), weights))
        .isPresent();
    assertThat(TermLogits.of(List.of("x"), new long[] {1L << 32, 2L << 32}, two(), weights))
        .isEmpty();
    assertThat(TermLogits.of(List.of("x"), new long[] {1L << 32 | 1, 1L << 32}, two(), weights))
        .isEmpty();
    assertThat(TermLogits.of(List.of("x"), new long[] {1L << 32}, two(), weights)).isEmpty();
  }

  private static double[] two() {
    return new double[] {1, 1};
  }

  /** Texts in which the class's own word stands more often than others. */
  static LabelledTexts texts(int classes) {
    Random random = new Random(7);
    List<List<String>> tokens = new ArrayList<>();
    int[] labels = new int[40];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (i + 1) % classes;
      tokens.add(
          List.of(
              "the",
              "w" + random.nextInt(9),
              "is",
              "c" + (random.nextInt(4) == 0 ? random.nextInt(classes) : labels[i])));
    }
    return new LabelledTexts(tokens, labels);
  }
}
