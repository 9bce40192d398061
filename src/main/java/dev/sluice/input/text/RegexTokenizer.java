package dev.sluice.input.text;

import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.spec.TokenizerSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every non-empty match of a pattern, which sees the text after lowercasing. */
final class RegexTokenizer implements Tokenizer {
  private final Pattern pattern;
  private final boolean lowercase;

  RegexTokenizer(Pattern pattern, boolean lowercase) {
    this.pattern = pattern;
    this.lowercase = lowercase;
  }

  @Override
  public List<String> tokens(String original) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = pattern.matcher(lowercase ? original.toLowerCase(Locale.ROOT) : original);
    try {
      while (matcher.find()) {
        if (matcher.end() > matcher.start()) {
          tokens.add(matcher.group());
        }
      }
    } catch (StackOverflowError e) { // java.util.regex recurses on groups under * and +
      throw new UserException(
          Problem.atKey(
              "data.input.text.tokenizer.regex.pattern",
              "'%s' needs too deep a recursion for a text of %s characters"
                  .formatted(pattern, original.length()),
              "write alternatives of single characters as a class: [ab]+ for (a|b)+"),
          e);
    }
    return tokens;
  }

  /** Makes {@link TokenizerSpec.Regex}. */
  public static final class Factory implements TokenizerFactory<TokenizerSpec.Regex> {
    @Override
    public Class<TokenizerSpec.Regex> spec() {
      return TokenizerSpec.Regex.class;
    }

    @Override
    public Tokenizer create(TokenizerSpec.Regex spec) {
      return new RegexTokenizer(Pattern.compile(spec.pattern()), spec.lowercase());
    }
  }
}
