package dev.sluice.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** How a text becomes tokens. Open: a plug-in may register further kinds. */
public interface TokenizerSpec {
  /** The files needed for it. */
  default List<Path> files() {
    return List.of();
  }

  /** Whether tokens overlap in words, so that texts cannot be generated from them. */
  default boolean overlap() {
    return false;
  }

  @Doc(
      "Runs of letters and digits, with inner apostrophes (`don't`); each other visible sign is dropped, or a token.")
  record Words(
      @Doc("Whether case is ignored, in the same way in every locale.") @Default("true")
          boolean lowercase,
      @Doc(
              "Whether each other visible sign is a token too. A blank before a token then belongs to it (the begin of a text counts as one), so that a text is written as people write: `Yes, it is.`")
          @Default("false")
          boolean punctuation,
      @Doc(
              "What is a word in a script without blanks between words: Chinese, Japanese, Thai, Lao,"
                  + " Khmer or Burmese.")
          @Default("run")
          Unspaced unspaced,
      @Doc(
              "Whether each emoji is a token, also without `punctuation`: with its skin tone, and"
                  + " whole where several are joined, such as a family or a flag. `false` takes them"
                  + " for other signs, each character by itself.")
          @Default("false")
          boolean emoji,
      @Doc(
              "With 2, each pair of neighbouring words is a token too, behind its second word; with 3"
                  + " each three, and so on. For networks that pool the vectors of an embedding,"
                  + " which know nothing of the order of words otherwise.")
          @Default("1")
          @Range(min = 1, max = 5)
          int ngrams)
      implements TokenizerSpec {
    public Words(boolean lowercase, boolean punctuation) {
      this(lowercase, punctuation, Unspaced.RUN, false, 1);
    }

    @Override
    public boolean overlap() {
      return ngrams > 1;
    }

    /** How letters of scripts without spaces between words are split. */
    public enum Unspaced {
      @Doc("All letters up to a blank or a sign, which may be a sentence.")
      RUN,
      @Doc("Each letter by itself, with its marks.")
      CHARACTER
    }
  }

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

  @Doc(
      "Subwords that are learned from the training part: byte pair encoding (Sennrich et al. 2016)"
          + " of the bytes of words, signs and numbers (Radford et al. 2019), so that rare words are"
          + " made of known pieces. A blank before a token belongs to it.")
  record Bpe(
      @Doc("How many subwords are learned, the 256 bytes included.")
          @Default("8000")
          @Range(min = 257, max = 1_000_000)
          int size,
      @Doc("Whether case is ignored, in the same way in every locale.") @Default("true")
          boolean lowercase)
      implements TokenizerSpec {}

  @Doc(
      "The subwords of a `tokenizer.json`, as the library `tokenizers` of Hugging Face writes it:"
          + " byte pair encoding with ByteLevel, Metaspace or Whitespace. The model keeps them; the"
          + " file is read for a training only. Ids are those of `vocabulary`, not of the file.")
  record File(@Doc("The file.") @Example("tokenizer.json") Path path) implements TokenizerSpec {
    @Override
    public List<Path> files() {
      return List.of(path);
    }
  }

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
