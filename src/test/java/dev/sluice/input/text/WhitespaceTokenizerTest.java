package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.TokenizerSpec;
import org.junit.jupiter.api.Test;

class WhitespaceTokenizerTest implements TokenizerContract {
  @Override
  public TokenizerSpec spec() {
    return new TokenizerSpec.Whitespace(true);
  }

  @Test
  void keepsEverySignThatIsNoSpace() {
    assertThat(tokenizer().tokens(" Great,  film!\t\uD83D\uDE00\n"))
        .containsExactly("great,", "film!", "\uD83D\uDE00");
  }

  @Test
  void noBreakSpacesSeparateToo() {
    assertThat(tokenizer().tokens("10\u00a0km\u2003west")).containsExactly("10", "km", "west");
  }

  @Test
  void keepsCaseWhenAskedTo() {
    assertThat(Tokenizers.create(new TokenizerSpec.Whitespace(false)).tokens("A b"))
        .containsExactly("A", "b");
  }
}
