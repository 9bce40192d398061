package dev.sluice.input.text;

import dev.sluice.spec.TokenizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pieces between white space, including no-break spaces. */
final class WhitespaceTokenizer implements Tokenizer {
  private final boolean lowercase;

  WhitespaceTokenizer(boolean lowercase) {
    this.lowercase = lowercase;
  }

  @Override
  public List<String> tokens(String text) {
    return asWritten(lowercase ? text.toLowerCase(Locale.ROOT) : text);
  }

  @Override
  public List<String> asWritten(String text) {
    List<String> tokens = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= text.length(); i++) { // all white space is in the Basic Multilingual Plane
      if (i == text.length() || isSpace(text.charAt(i))) {
        if (i > begin) {
          tokens.add(text.substring(begin, i));
        }
        begin = i + 1;
      }
    }
    return tokens;
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** Makes {@link TokenizerSpec.Whitespace}. */
  public static final class Factory implements TokenizerFactory<TokenizerSpec.Whitespace> {
    @Override
    public Class<TokenizerSpec.Whitespace> spec() {
      return TokenizerSpec.Whitespace.class;
    }

    @Override
    public Tokenizer create(TokenizerSpec.Whitespace spec) {
      return new WhitespaceTokenizer(spec.lowercase());
    }
  }
}
