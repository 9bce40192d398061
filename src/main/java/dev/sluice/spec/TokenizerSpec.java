package dev.sluice.spec;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How a text becomes tokens. Open: a plug-in may register further kinds. */
public interface TokenizerSpec {
  @Doc(
      "Runs of letters and digits, with inner apostrophes (`don't`); each other visible sign is dropped, or a token.")
  record Words(
      @Doc("Whether case is ignored, in the same way in every locale.") @Default("true")
          boolean lowercase,
      @Doc(
              "Whether each other visible sign is a token too. A blank before a token then belongs to it (the begin of a text counts as one), so that a text is written as people write: `Yes, it is.`")
          @Default("false")
          boolean punctuation)
      implements TokenizerSpec {}

  @Doc("What stands between white space.")
  record Whitespace(
      @Doc("Whether case is ignored, in the same way in every locale.") @Default("true")
          boolean lowercase)
      implements TokenizerSpec {}

  @Doc("Single characters (Unicode code points), white space included.")
  record Characters(
      @Doc("Whether case is ignored, in the same way in every locale.") @Default("true")
          boolean lowercase)
      implements TokenizerSpec {}

  @Doc("Every match of a regular expression, in the syntax of java.util.regex.")
  record Regex(
      @Doc("What a token looks like.") @Example("'[\\p{L}]+|[!?]'") String pattern,
      @Doc("Whether case is ignored, in the same way in every locale.") @Default("true")
          boolean lowercase)
      implements TokenizerSpec {
    public Regex {
      try {
        Pattern.compile(pattern);
      } catch (PatternSyntaxException e) {
        throw new InvalidSpecException(
            "pattern",
            "'" + pattern + "' is not a regular expression: " + e.getDescription(),
            "see java.util.regex.Pattern for the syntax");
      }
    }
  }
}
