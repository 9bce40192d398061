package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.TokenizerSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTokenizerTest implements TokenizerContract {
  @Override
  public TokenizerSpec spec() {
    return new TokenizerSpec.Words(true, false);
  }

  private List<String> tokens(String text) {
    return tokenizer().tokens(text);
  }

  @Test
  void keepsLettersAndDigitsAndDropsOtherSigns() {
    assertThat(tokens("Great: 10/10, a must-see_film!!"))
        .containsExactly("great", "10", "10", "a", "must", "see", "film");
  }

  @Test
  void keepsApostrophesInsideAWordOnly() {
    assertThat(tokens("'Don't' say the actors' rock 'n' roll"))
        .containsExactly("don't", "say", "the", "actors", "rock", "n", "roll");
  }

  @Test
  void typedAndTypographicApostrophesAreTheSame() {
    assertThat(tokens("don\u2019t")).containsExactly("don't");
  }

  @Test
  void aCombiningMarkBelongsToItsLetter() {
    assertThat(tokens("cafe\u0301s a\u0300")).containsExactly("cafe\u0301s", "a\u0300");
  }

  @Test
  void dottedCapitalIStaysOneWord() {
    assertThat(tokens("\u0130STANBUL IN")).containsExactly("i\u0307stanbul", "in");
  }

  @Test
  void lettersBeyondTheBasicPlaneAreLetters() {
    // Gothic ahsa, bairkan; then an emoji, which is a sign
    assertThat(tokens("\uD800\uDF30\uD800\uDF31 \uD83D\uDE00 x"))
        .containsExactly("\uD800\uDF30\uD800\uDF31", "x");
  }

  @Test
  void keepsCaseWhenAskedTo() {
    assertThat(Tokenizers.create(new TokenizerSpec.Words(false, false)).tokens("Big film"))
        .containsExactly("Big", "film");
  }

  @Test
  void signsAreTokensWhenAskedToAndTextsAreWrittenAsTheyWereRead() {
    Tokenizer tokenizer = Tokenizers.create(new TokenizerSpec.Words(false, true));
    String text = "\"Yes\", said (the) Smiths' well-known T-shirt: it's 10/10!";

    List<String> tokens = tokenizer.tokens(text + "\u200b");

    assertThat(tokens.subList(0, 6)).containsExactly(" \"", "Yes", "\"", ",", " said", " (");
    StringBuilder written = new StringBuilder();
    tokens.forEach(token -> written.append(tokenizer.written(token, written.isEmpty())));
    assertThat(written).hasToString(text);
  }

  private static List<String> single(String text) {
    return Tokenizers.create(
            new TokenizerSpec.Words(true, false, TokenizerSpec.Words.Unspaced.CHARACTER))
        .tokens(text);
  }

  @Test
  void lettersOfScriptsWithoutBlanksAreWordsWhenAskedTo() {
    assertThat(tokens("\u4e2d\u6587 Java17\u6587")).containsExactly("\u4e2d\u6587", "java17\u6587");
    assertThat(single("\u4e2d\u6587 Java17\u6587, \u304c\u3042"))
        .containsExactly("\u4e2d", "\u6587", "java17", "\u6587", "\u304c", "\u3042");
    // a Thai letter and its mark; Korean has blanks
    assertThat(single("\u0e01\u0e34\u0e19 \ud55c\uad6d\uc5b4"))
        .containsExactly("\u0e01\u0e34", "\u0e19", "\ud55c\uad6d\uc5b4");
  }

  @Test
  void turkishAndScriptsFromRightToLeftAreWords() {
    assertThat(tokens("D\u0131\u015f I\u015eIK \u0130\u0130"))
        .containsExactly("d\u0131\u015f", "i\u015fik", "i\u0307i\u0307");
    // Arabic with a vowel mark, Hebrew with an inner quote that is a sign
    assertThat(tokens("\u0645\u064e\u0631\u062d\u0628\u0627\u060c \u05e9\u05dc\u05d5\u05dd!"))
        .containsExactly("\u0645\u064e\u0631\u062d\u0628\u0627", "\u05e9\u05dc\u05d5\u05dd");
  }
}
