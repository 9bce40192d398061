package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.problem.UserException;
import dev.sluice.spec.TokenizerSpec;
import org.junit.jupiter.api.Test;

class RegexTokenizerTest implements TokenizerContract {
  @Override
  public TokenizerSpec spec() {
    return new TokenizerSpec.Regex("\\p{L}+|[!?]", true);
  }

  @Test
  void everyMatchIsAToken() {
    assertThat(tokenizer().tokens("Really?! 10 films"))
        .containsExactly("really", "?", "!", "films");
  }

  @Test
  void thePatternSeesTheTextAfterLowercasing() {
    assertThat(Tokenizers.create(new TokenizerSpec.Regex("[a-z]+", true)).tokens("Film"))
        .containsExactly("film");
    assertThat(Tokenizers.create(new TokenizerSpec.Regex("[a-z]+", false)).tokens("Film"))
        .containsExactly("ilm");
  }

  @Test
  void emptyMatchesAreNoTokens() {
    assertThat(Tokenizers.create(new TokenizerSpec.Regex("a*", true)).tokens("baab"))
        .containsExactly("aa");
  }

  @Test
  void namesThePatternThatRecursesTooDeeply() {
    Tokenizer tokenizer = Tokenizers.create(new TokenizerSpec.Regex("(a|b)+", true));
    String text = "ab".repeat(200_000);

    assertThatThrownBy(() -> tokenizer.tokens(text))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "data.input.text.tokenizer.regex.pattern: '(a|b)+' needs too deep a recursion for a"
                + " text of 400000 characters\n"
                + "    write alternatives of single characters as a class: [ab]+ for (a|b)+");
  }
}
