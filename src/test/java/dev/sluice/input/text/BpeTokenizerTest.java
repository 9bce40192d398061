package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.spec.TokenizerSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BpeTokenizerTest implements TokenizerContract {
  /** Of Sennrich et al. 2016: low 5 times, lower 2, newest 6, widest 3. */
  private static final Map<String, Long> WORDS =
      Map.of("low", 5L, "lower", 2L, "newest", 6L, "widest", 3L);

  @Override
  public TokenizerSpec spec() {
    return new TokenizerSpec.Bpe(300, true);
  }

  private static Tokenizer trained(int size, String... texts) {
    return Tokenizers.fit(new TokenizerSpec.Bpe(size, true), List.of(texts));
  }

  @Test
  void mergesTheMostFrequentPairFirstAndOnTiesTheOneOfOlderTokens() {
    BytePairTraining training = new BytePairTraining(WORDS);

    training.run(256 + 5);

    // es 9, st 9: e is older than s; then es t 9, lo 7, low 7, and ne, ew, we, w est 6: e w is
    // first
    assertThat(training.merges())
        .containsExactly(
            List.of("e", "s"),
            List.of("es", "t"),
            List.of("l", "o"),
            List.of("lo", "w"),
            List.of("e", "w"));
    assertThat(training.ids()).hasSize(261).containsEntry("est", 257);
  }

  @Test
  void aPairThatStandsOnceIsNotMerged() {
    BytePairTraining training = new BytePairTraining(Map.of("abab", 1L, "cd", 1L));

    training.run(1_000);

    assertThat(training.merges()).containsExactly(List.of("a", "b"));
  }

  @Test
  void aLetterRepeatedIsMergedFromTheLeft() {
    assertThat(trained(257, "aaaaa aaaaa").tokens("aaaaa")).containsExactly(" ", "aa", "aa", "a");
  }

  @Test
  void aNewWordIsMadeOfKnownPieces() {
    Tokenizer tokenizer = trained(262, "low low low low", "newest newest newest", "widest widest");

    assertThat(tokenizer.tokens("Lowest LOW")).containsExactly(" low", "est", " low");
  }

  @Test
  void caseIsKeptWhenAskedTo() {
    Tokenizer tokenizer =
        Tokenizers.fit(new TokenizerSpec.Bpe(260, false), List.of("Low Low Low Low"));

    assertThat(tokenizer.tokens("Low low")).startsWith(" Low").doesNotContain(" low");
  }

  @Test
  void textsAreWrittenAsTheyWereRead() {
    Tokenizer tokenizer = trained(300, TEXTS.toArray(String[]::new));
    for (String text :
        List.of("yes, it is.", "\u4e2d\u6587 text", "so \uD83D\uDE00!", " two  blanks ", "\n")) {
      List<String> tokens = tokenizer.tokens(text);

      assertThat(tokenizer.text(tokens, true))
          .isEqualTo(text.startsWith(" ") ? text.substring(1) : text);
    }
  }

  @Test
  void piecesOfACharacterAreShownAsBytesAndMakeItTogether() {
    Tokenizer tokenizer = trained(257, "x");

    List<String> tokens = tokenizer.tokens("\u20ac");

    assertThat(tokens).containsExactly(" ", "<e2>", "<82>", "<ac>");
    assertThat(tokenizer.text(tokens.subList(1, 3), false)).endsWith("\uFFFD");
    assertThat(tokenizer.text(tokens.subList(1, 4), false)).isEqualTo("\u20ac");
  }

  @Test
  void aWordOfManyPagesIsCutInPieces() {
    String text = "ab".repeat(50_000);

    // "ab" is a token; each of ten pieces may begin and end with half of one
    assertThat(trained(257, "abab abab", text).tokens(text).size()).isBetween(50_000, 50_020);
  }

  @Test
  void whatWasLearnedIsReadBack() {
    Tokenizer tokenizer = trained(300, TEXTS.toArray(String[]::new));
    ObjectNode fitted = JsonNodeFactory.instance.objectNode();

    Tokenizers.write(tokenizer, fitted);

    Tokenizer read = Tokenizers.read(spec(), fitted);
    TEXTS.forEach(text -> assertThat(read.tokens(text)).isEqualTo(tokenizer.tokens(text)));
    assertThat(read.toJson()).isEqualTo(tokenizer.toJson());
  }
}
