package dev.sluice.input.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spec.TokenizerSpec;
import org.junit.jupiter.api.Test;

class CharactersTokenizerTest implements TokenizerContract {
  @Override
  public TokenizerSpec spec() {
    return new TokenizerSpec.Characters(true);
  }

  @Test
  void eachCodePointIsAToken() {
    assertThat(tokenizer().tokens("Ab \uD83D\uDE00e\u0301"))
        .containsExactly("a", "b", " ", "\uD83D\uDE00", "e", "\u0301");
  }

  @Test
  void keepsCaseWhenAskedTo() {
    assertThat(Tokenizers.create(new TokenizerSpec.Characters(false)).tokens("Ab"))
        .containsExactly("A", "b");
  }
}
