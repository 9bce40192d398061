package dev.sluice.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Numbers without arithmetic beside them come from a second program, written from sacreBLEU's. */
class TextMetricsTest {
  private static final List<String> REFERENCES =
      List.of("The cat is on the mat.", "It costs 1,234.5 euros and more!", "a b c d e");
  private static final List<String> TEXTS =
      List.of("The cat sat on the mat.", "It costs 1,234.5 euros & more", "a b");

  @Test
  void tokensOfBleuAreThoseOf13a() {
    assertThat(Bleu.tokens("Don't stop-it (2020-01-05), U.S. &amp; {x}/[y]: \"q\" 3.14."))
        .isEqualTo(
            List.of(
                ("Don't stop-it ( 2020 - 01 - 05 ) , U . S . & { x } / [ y ] : \" q \" 3.14 .")
                    .split(" ")));
    assertThat(Bleu.tokens(" ")).isEmpty();
  }

  /** 6/7, 4/6, 2/5 and 1/4 of the n-grams are right: (24 / 420)^(1/4). */
  @Test
  void bleuIsTheGeometricMeanOfThePrecisions() {
    assertThat(bleu(TEXTS.subList(0, 1), REFERENCES.subList(0, 1)))
        .isCloseTo(100 * Math.pow(24 / 420.0, 0.25), within(1e-12));
  }

  /** 14 tokens for 20; the n-grams of all texts together. */
  @Test
  void bleuIsThatOfTheCorpusWithAPenaltyForShortTexts() {
    assertThat(bleu(TEXTS, REFERENCES)).isCloseTo(39.86260774330558, within(1e-10));
  }

  /** 3/5 of the tokens, and of the others none: 1/2 of 4, 1/4 of 3 and 1/8 of 2 instead. */
  @Test
  void bleuIsSmoothedExponentially() {
    assertThat(bleu(List.of("x y z w v"), List.of("x q z r v")))
        .isCloseTo(100 * Math.pow(3 / 5.0 / 8 / 12 / 16, 0.25), within(1e-12));
  }

  @Test
  void bleuIsZeroWithoutFourTokens() {
    assertThat(bleu(List.of("a b c"), List.of("a b c"))).isZero();
    assertThat(bleu(List.of(""), List.of("a b c d"))).isZero();
  }

  @Test
  void chrfIsThatOfTheCorpus() {
    assertThat(chrf(TEXTS, REFERENCES)).isCloseTo(69.66026070006087, within(1e-10));
    assertThat(chrf(List.of("abc", "ä😀"), List.of("abd", "ä😀")))
        .isCloseTo(48.88888888888889, within(1e-10));
  }

  /** Only single characters can be compared: precision 1, recall 1/7, 5 / 7 / (4 + 1/7). */
  @Test
  void chrfHasTheOrdersThatBothTextsHave() {
    assertThat(chrf(List.of("a"), List.of("a b c d e f g")))
        .isCloseTo(100 * 5 / 7.0 / (4 + 1 / 7.0), within(1e-12));
    assertThat(chrf(List.of("x"), List.of("y"))).isZero();
  }

  @Test
  void exactMatchIsTheShareOfTextsWithoutAnError() {
    assertThat(
            value(
                new TextMetrics.ExactMatch(), List.of("a b", " c", "D"), List.of("a b", "c", "d")))
        .isCloseTo(2 / 3.0, within(1e-12));
  }

  /** ln 2 and ln 8 are ln 4 in the mean. */
  @Test
  void perplexityAndTokenAccuracyAreThoseOfTheReferences() {
    TextPredictions forced =
        new TextPredictions(
            List.of("a"),
            List.of(),
            Optional.of(new TextPredictions.Forced(new double[] {Math.log(2), Math.log(8)}, 1)));

    assertThat(Metrics.score(new TokenMetrics.Perplexity(), forced).number().orElseThrow())
        .isCloseTo(4, within(1e-12));
    assertThat(Metrics.score(new TextMetrics.TokenAccuracy(), forced).number()).hasValue(0.5);
    assertThat(Metrics.score(new TextMetrics.OfBleu(), forced).whyAbsent()).isPresent();
    assertThat(
            Metrics.score(new TokenMetrics.Perplexity(), predictions(List.of("a"), List.of("a")))
                .whyAbsent())
        .isPresent();
  }

  @Test
  void aModelThatWinsOnOneRowOfManyMayHaveDoneSoByChance() {
    List<String> same = java.util.Collections.nCopies(20, "a b c d e");
    List<String> once = new java.util.ArrayList<>(same);
    once.set(3, "a b c d x");

    assertThat(predictions(same, same).doubt(predictions(once, same))).isPresent();
    assertThat(
            predictions(same, same)
                .doubt(predictions(java.util.Collections.nCopies(20, "a b c x e"), same)))
        .isEmpty();
  }

  @Test
  void textsTooShortForBleuAreJudgedByCharacters() {
    assertThat(predictions(List.of("a b"), List.of("a b c d")).criterion().name())
        .isEqualTo("BLEU");
    assertThat(predictions(List.of("a b"), List.of("a b c")).criterion().name()).isEqualTo("chrF");
  }

  private static double bleu(List<String> texts, List<String> references) {
    return value(new TextMetrics.OfBleu(), texts, references);
  }

  private static double chrf(List<String> texts, List<String> references) {
    return value(new TextMetrics.OfCharacters(), texts, references);
  }

  private static double value(Metric metric, List<String> texts, List<String> references) {
    return Metrics.score(metric, predictions(texts, references)).number().orElseThrow();
  }

  private static TextPredictions predictions(List<String> texts, List<String> references) {
    return new TextPredictions(references, texts, Optional.empty());
  }
}
