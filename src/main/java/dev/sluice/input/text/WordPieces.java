package dev.sluice.input.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into the words within which byte pairs are merged: the pre-tokenizers of Hugging
 * Face's `tokenizers`. Thread-safe.
 */
@FunctionalInterface
interface WordPieces {
  /** The pieces of a piece, none of them empty. */
  List<String> of(Piece piece);

  /**
   * @param first whether the text begins with it
   */
  record Piece(String text, boolean first) {}

  Pattern WORDS = Pattern.compile("\\w+|[^\\w\\s]+", Pattern.UNICODE_CHARACTER_CLASS);
  Pattern NO_SPACE = Pattern.compile("\\S+", Pattern.UNICODE_CHARACTER_CLASS);
  Pattern SIGN_OR_NOT =
      Pattern.compile("[\\p{P}$+<=>^`|~]|[^\\p{P}$+<=>^`|~]+"); // all symbols of ASCII, and P
  Pattern DIGITS_OR_NOT = Pattern.compile("\\p{N}+|\\P{N}+");
  Pattern DIGIT_OR_NOT = Pattern.compile("\\p{N}|\\P{N}+");

  /** Every match of a pattern. */
  static WordPieces matches(Pattern pattern) {
    return piece -> {
      List<String> pieces = new ArrayList<>();
      Matcher matcher = pattern.matcher(piece.text());
      while (matcher.find()) {
        pieces.add(matcher.group());
      }
      return pieces;
    };
  }

  /** Applies several, one after the other. */
  static WordPieces chain(List<WordPieces> steps) {
    return piece -> {
      List<String> pieces = List.of(piece.text());
      for (WordPieces step : steps) {
        List<String> finer = new ArrayList<>();
        boolean first = piece.first();
        for (String text : pieces) {
          finer.addAll(step.of(new Piece(text, first)));
          first = false;
        }
        pieces = finer;
      }
      return pieces;
    };
  }

  /** Replaces each space by a special character, at which a word begins. */
  static WordPieces metaspace(String blank, Function<Piece, Boolean> begins, boolean split) {
    return piece -> {
      String text = piece.text().replace(" ", blank);
      if (begins.apply(piece) && !text.startsWith(blank)) {
        text = blank + text;
      }
      List<String> pieces = new ArrayList<>();
      int begin = 0;
      while (split && begin < text.length()) {
        int next = text.indexOf(blank, begin + 1);
        int end = next < 0 ? text.length() : next;
        pieces.add(text.substring(begin, end));
        begin = end;
      }
      if (!split && !text.isEmpty()) {
        pieces.add(text);
      }
      return pieces;
    };
  }

  /**
   * Converts to bytes; splits into the words of GPT-2, each with the space before it, or keeps the
   * whole piece.
   */
  static WordPieces byteLevel(boolean blankBefore, boolean split) {
    return piece -> {
      boolean apart = !blankBefore || piece.text().startsWith(" ");
      String text = apart ? piece.text() : " " + piece.text();
      return (split ? gpt2(text) : List.of(text))
          .stream().filter(word -> !word.isEmpty()).map(ByteAlphabet::of).toList();
    };
  }

  /**
   * What the expression {@code 's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+|
   * ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+} of GPT-2 (Radford et al. 2019) matches.
   */
  static List<String> gpt2(String text) {
    List<String> words = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int end = endOfContraction(text, i);
      if (end == i) {
        end = endOfWord(text, i);
      }
      if (end == i) {
        end = endOfSpace(text, i);
      }
      words.add(text.substring(i, end));
      i = end;
    }
    return words;
  }

  private static int endOfContraction(String text, int i) {
    if (text.charAt(i) == '\'') {
      for (String end : List.of("s", "t", "re", "ve", "m", "ll", "d")) {
        if (text.startsWith(end, i + 1)) {
          return i + 1 + end.length();
        }
      }
    }
    return i;
  }

  private static int endOfWord(String text, int i) {
    int begin = text.charAt(i) == ' ' ? i + 1 : i;
    if (begin == text.length()) {
      return i;
    }
    int kind = kind(text.codePointAt(begin));
    if (kind == SPACE) {
      return i;
    }
    int end = begin;
    while (end < text.length() && kind(text.codePointAt(end)) == kind) {
      end = text.offsetByCodePoints(end, 1);
    }
    return end;
  }

  private static int endOfSpace(String text, int i) {
    int end = i;
    while (end < text.length() && isSpace(text.charAt(end))) {
      end++; // all white space is in the Basic Multilingual Plane
    }
    return end < text.length() && end > i + 1 ? end - 1 : end;
  }

  int SPACE = 0;
  int LETTER = 1;
  int NUMBER = 2;
  int SIGN = 3;

  private static int kind(int c) {
    if (Character.isLetter(c)) {
      return LETTER;
    }
    int type = Character.getType(c);
    if (type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER) {
      return NUMBER;
    }
    return isSpace(c) ? SPACE : SIGN;
  }

  /** White space by Unicode; Java's own definition leaves out no-break spaces and U+0085. */
  private static boolean isSpace(int c) {
    return c == ' ' || c >= '\t' && c <= '\r' || c == 0x85 || c >= 0xA0 && Character.isSpaceChar(c);
  }
}
