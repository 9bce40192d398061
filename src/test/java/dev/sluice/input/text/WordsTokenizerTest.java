package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spec.InvalidSpecException;
import dev.sluice.spec.TargetSpec;
import dev.sluice.spec.TokenizerSpec;
import dev.sluice.spec.VocabularySpec;
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
            new TokenizerSpec.Words(true, false, TokenizerSpec.Words.Unspaced.CHARACTER, false, 1))
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

  private static List<String> withEmoji(String text) {
    return Tokenizers.create(
            new TokenizerSpec.Words(true, false, TokenizerSpec.Words.Unspaced.RUN, true, 1))
        .tokens(text);
  }

  @Test
  void eachEmojiIsATokenWhenAskedTo() {
    // grinning face twice, a red heart as emoji, then one as a sign of text
    assertThat(withEmoji("Great\uD83D\uDE00\uD83D\uDE00, thanks! \u2764\uFE0F \u2764"))
        .containsExactly(
            "great", "\uD83D\uDE00", "\uD83D\uDE00", "thanks", "\u2764\uFE0F", "\u2764");
  }

  @Test
  void emojiThatAreJoinedAreOneToken() {
    String family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67"; // man, woman, girl
    String runner = "\uD83C\uDFC3\uD83C\uDFFD\u200D\u2640\uFE0F"; // medium skin, a woman
    String rainbow = "\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08"; // flag

    assertThat(withEmoji("we" + family + runner + rainbow + "!"))
        .containsExactly("we", family, runner, rainbow);
    assertThat(withEmoji("\uD83D\uDE00\u200D x")) // joined to nothing
        .containsExactly("\uD83D\uDE00", "x");
  }

  @Test
  void flagsAndKeysAreEmoji() {
    String germany = "\uD83C\uDDE9\uD83C\uDDEA";
    String france = "\uD83C\uDDEB\uD83C\uDDF7";
    String scotland =
        "\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74\uDB40\uDC7F";

    assertThat(withEmoji(germany + france + " " + scotland))
        .containsExactly(germany, france, scotland);
    assertThat(withEmoji("press 1\uFE0F\u20E3 or #\uFE0F\u20E3, not # 12"))
        .containsExactly("press", "1\uFE0F\u20E3", "or", "#\uFE0F\u20E3", "not", "12");
  }

  @Test
  void emojiKeepTheirBlankAmongSigns() {
    Tokenizer tokenizer =
        Tokenizers.create(
            new TokenizerSpec.Words(true, true, TokenizerSpec.Words.Unspaced.RUN, true, 1));
    String text = "yes \uD83D\uDC4D\uD83C\uDFFD!";

    assertThat(tokenizer.tokens(text)).containsExactly(" yes", " \uD83D\uDC4D\uD83C\uDFFD", "!");
    assertThat(tokenizer.text(tokenizer.tokens(text), true)).isEqualTo(text);
  }

  @Test
  void persianNonJoinersAndHebrewPointsBelongToTheirWord() {
    // mi-khaham with a non-joiner; shalom with points, an exclamation mark at its left
    assertThat(tokens("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"))
        .containsExactly("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645");
    assertThat(tokens("\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD!"))
        .containsExactly("\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD");
  }

  private static List<String> ngrams(boolean punctuation, int most, String text) {
    return Tokenizers.create(
            new TokenizerSpec.Words(
                true, punctuation, TokenizerSpec.Words.Unspaced.RUN, false, most))
        .tokens(text);
  }

  @Test
  void ngramsStandBehindTheirLastWord() {
    assertThat(ngrams(false, 3, "It was not good"))
        .containsExactly(
            "it",
            "was",
            "it was",
            "not",
            "was not",
            "it was not",
            "good",
            "not good",
            "was not good");
    assertThat(ngrams(true, 2, "No, don't!"))
        .containsExactly(" no", ",", "no,", " don't", ", don't", "!", "don't!");
    assertThat(ngrams(false, 2, "alone")).containsExactly("alone");
    assertThat(ngrams(false, 2, " ")).isEmpty();
  }

  @Test
  void ngramsAreNotWritten() {
    TokenizerSpec pairs =
        new TokenizerSpec.Words(true, false, TokenizerSpec.Words.Unspaced.RUN, false, 2);

    assertThatThrownBy(
            () ->
                new TargetSpec.Text(
                    "en",
                    pairs,
                    new VocabularySpec(9, 1),
                    5,
                    new TargetSpec.Text.Beam(1, 0),
                    TargetSpec.Text.Unknown.NEVER))
        .isInstanceOf(InvalidSpecException.class)
        .hasMessageContaining("n-grams share words, and a text is written word by word");
  }
}
