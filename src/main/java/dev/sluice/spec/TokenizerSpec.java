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
      "Words: runs of letters and digits, with apostrophes inside them (`don't`). All other"
          + " visible characters are dropped, or become tokens with `punctuation`.")
  record Words(
      @Doc("Whether to ignore case: text becomes lower case, in the same way in every locale.")
          @Default("true")
          boolean lowercase,
      @Doc(
              "Whether every other visible character is a token, too. A token then includes the"
                  + " space before it (the start of a text counts as a space), so that predicted texts"
                  + " have natural spacing: `Yes, it is.`")
          @Default("false")
          boolean punctuation,
      @Doc(
              "What counts as a word in scripts without spaces between words: Chinese, Japanese,"
                  + " Thai, Lao, Khmer and Burmese.")
          @Default("run")
          Unspaced unspaced,
      @Doc(
              "Whether each emoji is a token, even without `punctuation`. It includes its skin"
                  + " tone, and joined emoji, such as a family or a flag, are one token. With `false`,"
                  + " emoji are treated like other visible characters, each one separately.")
          @Default("false")
          boolean emoji,
      @Doc(
              "The maximum number of words in a token. With 2, each pair of neighbouring words is a"
                  + " token, too, placed after its second word; with 3, also each three words, and so on."
                  + " Use it for networks that pool the vectors of an embedding, because they ignore the"
                  + " order of words otherwise.")
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
      @Doc("All letters up to a space or other character, which may be a whole sentence.")
      RUN,
      @Doc("Each letter separately, with its marks.")
      CHARACTER
    }
  }

  @Doc("The parts of a text that are separated by whitespace.")
  record Whitespace(
      @Doc("Whether to ignore case: text becomes lower case, in the same way in every locale.")
          @Default("true")
          boolean lowercase)
      implements TokenizerSpec {}

  @Doc("Single characters (Unicode code points), including whitespace.")
  record Characters(
      @Doc("Whether to ignore case: text becomes lower case, in the same way in every locale.")
          @Default("true")
          boolean lowercase)
      implements TokenizerSpec {}

  @Doc(
      "Subwords learned from the training part: byte pair encoding (Sennrich et al. 2016)"
          + " of the bytes of words, punctuation and numbers (Radford et al. 2019), so that rare"
          + " words consist of known pieces. A token includes the space before it.")
  record Bpe(
      @Doc("The number of subwords to learn, including the 256 bytes.")
          @Default("8000")
          @Range(min = 257, max = 1_000_000)
          int size,
      @Doc("Whether to ignore case: text becomes lower case, in the same way in every locale.")
          @Default("true")
          boolean lowercase)
      implements TokenizerSpec {}

  @Doc(
      "The subwords of a `tokenizer.json` written by Hugging Face's `tokenizers` library:"
          + " byte pair encoding with ByteLevel, Metaspace or Whitespace. The model stores them;"
          + " the file is only needed for training. Ids are those of `vocabulary`, not of the"
          + " file.")
  record File(@Doc("The file to read.") @Example("tokenizer.json") Path path)
      implements TokenizerSpec {
    @Override
    public List<Path> files() {
      return List.of(path);
    }
  }

  @Doc("All matches of a regular expression, in the syntax of java.util.regex.")
  record Regex(
      @Doc("The regular expression of a token.") @Example("'[\\p{L}]+|[!?]'") String pattern,
      @Doc("Whether to ignore case: text becomes lower case, in the same way in every locale.")
          @Default("true")
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
