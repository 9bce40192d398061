package dev.sluice.input.text;

import dev.sluice.spec.TokenizerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Each code point is a token: a letter and its combining mark are two. */
final class CharactersTokenizer implements Tokenizer {
  private final boolean lowercase;

  CharactersTokenizer(boolean lowercase) {
    this.lowercase = lowercase;
  }

  @Override
  public List<String> tokens(String text) {
    return asWritten(lowercase ? text.toLowerCase(Locale.ROOT) : text);
  }

  @Override
  public List<String> asWritten(String text) {
    List<String> tokens = new ArrayList<>(text.length());
    Map<Integer, String> known = new HashMap<>(); // a book has few, and each many times
    for (int i = 0, next; i < text.length(); i = next) {
      int from = i;
      int to = text.offsetByCodePoints(i, 1);
      tokens.add(known.computeIfAbsent(text.codePointAt(i), c -> text.substring(from, to)));
      next = to;
    }
    return tokens;
  }

  @Override
  public String written(String token, boolean first) {
    return token;
  }

  /** Makes {@link TokenizerSpec.Characters}. */
  public static final class Factory implements TokenizerFactory<TokenizerSpec.Characters> {
    @Override
    public Class<TokenizerSpec.Characters> spec() {
      return TokenizerSpec.Characters.class;
    }

    @Override
    public Tokenizer create(TokenizerSpec.Characters spec) {
      return new CharactersTokenizer(spec.lowercase());
    }
  }
}
