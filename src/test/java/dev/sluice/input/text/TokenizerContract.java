package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.TokenizerSpec;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What every tokenizer promises. A new one implements {@link #spec}. */
interface TokenizerContract {
  TokenizerSpec spec();

  /** Latin, accents, a combining mark, Turkish, Greek, Chinese, an emoji, odd space and nothing. */
  List<String> TEXTS =
      List.of(
          "It's GREAT, don't miss it!",
          "Caf\u00e9 cafe\u0301 na\u00efve",
          "TITLE \u0130stanbul \u0131 I",
          "\u039f\u03b4\u03cc\u03c2 \u039f\u0394\u039f\u03a3",
          "\u4e2d\u6587 text",
          "so good \uD83D\uDE00\uD83D\uDC4D\uD83C\uDFFD!",
          "\t tabs\u00a0and\u2003spaces \n",
          "",
          " ");

  default Tokenizer tokenizer() {
    return Tokenizers.create(spec());
  }

  @Test
  default void noTokenIsEmpty() {
    for (String text : TEXTS) {
      assertThat(tokenizer().tokens(text)).doesNotContain("").doesNotContainNull();
    }
  }

  @Test
  default void anEmptyTextHasNoToken() {
    assertThat(tokenizer().tokens("")).isEmpty();
  }

  @Test
  default void theSameTextGivesTheSameTokensInEveryLocale() {
    Locale before = Locale.getDefault();
    List<List<String>> expected = TEXTS.stream().map(tokenizer()::tokens).toList();
    try {
      for (String language : List.of("tr", "lt", "az", "en")) {
        Locale.setDefault(Locale.forLanguageTag(language));
        assertThat(TEXTS.stream().map(tokenizer()::tokens).toList()).isEqualTo(expected);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  default void noTokenHoldsHalfASurrogatePair() {
    for (String text : TEXTS) {
      for (String token : tokenizer().tokens(text)) {
        assertThat(token.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF)).isEmpty();
      }
    }
  }
}
