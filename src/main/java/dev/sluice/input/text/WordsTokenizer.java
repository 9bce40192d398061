package dev.sluice.input.text;

import dev.sluice.spec.TokenizerSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Runs of letters and digits with the combining marks that follow them. An apostrophe (typed or
 * typographic, both become {@code '}) or a zero-width joiner between two letters belongs to the
 * word. Every other character ends it and is either dropped or a token by itself, and so is an
 * {@link Emoji}, if requested. If such characters are kept, a token begins with a space where white
 * space or the beginning of the text precedes it.
 */
final class WordsTokenizer implements Tokenizer {
  private static final char TYPOGRAPHIC_APOSTROPHE = '\u2019';
  private static final int MARKS =
      1 << Character.NON_SPACING_MARK
          | 1 << Character.COMBINING_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK;

  private static final int FIRST_UNSPACED = 0xE00; // Thai
  private static final Set<Character.UnicodeScript> UNSPACED =
      EnumSet.of(
          Character.UnicodeScript.HAN,
          Character.UnicodeScript.HIRAGANA,
          Character.UnicodeScript.KATAKANA,
          Character.UnicodeScript.THAI,
          Character.UnicodeScript.LAO,
          Character.UnicodeScript.KHMER,
          Character.UnicodeScript.MYANMAR);

  private final boolean lowercase;
  private final boolean punctuation;
  private final boolean singleUnspaced;
  private final boolean emoji;

  /**
   * @param singleUnspaced whether each letter of a script without spaces between words is a token
   * @param emoji whether each is a token, whatever happens to other characters
   */
  WordsTokenizer(boolean lowercase, boolean punctuation, boolean singleUnspaced, boolean emoji) {
    this.emoji = emoji;
    this.lowercase = lowercase;
    this.punctuation = punctuation;
    this.singleUnspaced = singleUnspaced;
  }

  @Override
  public List<String> tokens(String text) {
    return asWritten(lowercase ? text.toLowerCase(Locale.ROOT) : text);
  }

  @Override
  public List<String> asWritten(String original) {
    String text = original.replace(TYPOGRAPHIC_APOSTROPHE, '\'');
    List<String> tokens = new ArrayList<>();
    boolean apart = true; // from the token before
    int i = 0;
    while (i < text.length()) {
      int begin = i;
      i = emoji ? Emoji.end(text, begin) : begin;
      i = i > begin ? i : endOfWord(text, begin);
      boolean word = i > begin;
      if (!word) {
        i += Character.charCount(text.codePointAt(i));
      }
      if (word || punctuation && isVisible(text.codePointAt(begin))) {
        String token = text.substring(begin, i);
        tokens.add(punctuation && apart ? " " + token : token);
        apart = false;
      } else {
        apart |= isSpace(text.codePointAt(begin));
      }
    }
    return tokens;
  }

  @Override
  public String written(String token, boolean first) {
    if (!punctuation) {
      return Tokenizer.super.written(token, first);
    }
    return first ? token.stripLeading() : token;
  }

  private static boolean isSpace(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
  }

  private static boolean isVisible(int codePoint) {
    return !isSpace(codePoint)
        && !Character.isISOControl(codePoint)
        && Character.getType(codePoint) != Character.FORMAT;
  }

  /** The end of the word that begins at {@code begin}; {@code begin} if none begins there. */
  private int endOfWord(String text, int begin) {
    int i = begin;
    boolean single = singleUnspaced && begin < text.length() && isUnspaced(text.codePointAt(begin));
    while (i < text.length()) {
      int codePoint = text.codePointAt(i);
      if (i > begin && singleUnspaced && (single || isUnspaced(codePoint)) && !isMark(codePoint)) {
        break;
      } else if (Character.isLetterOrDigit(codePoint) || i > begin && isMark(codePoint)) {
        i += Character.charCount(codePoint);
      } else if (i > begin
          && joins(codePoint)
          && i + 1 < text.length()
          && Character.isLetterOrDigit(text.codePointAt(i + 1))) {
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  private static boolean isUnspaced(int codePoint) {
    return codePoint >= FIRST_UNSPACED
        && Character.isLetter(codePoint)
        && UNSPACED.contains(Character.UnicodeScript.of(codePoint));
  }

  private static boolean isMark(int codePoint) {
    return (MARKS >> Character.getType(codePoint) & 1) != 0;
  }

  private static boolean joins(int codePoint) {
    return codePoint == '\'' || codePoint == '\u200C' || codePoint == '\u200D';
  }

  /** Makes {@link TokenizerSpec.Words}. */
  public static final class Factory implements TokenizerFactory<TokenizerSpec.Words> {
    @Override
    public Class<TokenizerSpec.Words> spec() {
      return TokenizerSpec.Words.class;
    }

    @Override
    public Tokenizer create(TokenizerSpec.Words spec) {
      Tokenizer words =
          new WordsTokenizer(
              spec.lowercase(),
              spec.punctuation(),
              spec.unspaced() == TokenizerSpec.Words.Unspaced.CHARACTER,
              spec.emoji());
      return spec.overlap() ? new Ngrams(words, spec.ngrams()) : words;
    }
  }
}
