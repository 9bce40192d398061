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
}
