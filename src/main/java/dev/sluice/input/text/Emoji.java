package dev.sluice.input.text;

import java.util.stream.IntStream;

/**
 * Emoji as people see them, including the characters that colour, join or present them (Unicode
 * Technical Standard 51, emoji sequences). Defined by ranges and not by character properties, so
 * that every Java version finds the same ones, even those of a later Unicode version.
 */
public final class Emoji {
  private static final int JOINER = 0x200D;
  private static final int PRESENTED = 0xFE0F;
  private static final int FIRST_FLAG = 0x1F1E6; // regional indicators, two for a flag
  private static final int LAST_FLAG = 0x1F1FF;
  private static final int KEYCAP = 0x20E3;

  private static final int FIRST_SIGN = 0x2000; // nothing below is a pictograph

  private Emoji() {}

  /** Whether a text contains one, apart from keycaps and the like. */
  public static boolean isIn(String text) {
    return IntStream.range(0, text.length())
        .anyMatch(i -> text.charAt(i) >= FIRST_SIGN && end(text, i) > i);
  }

  /** The end of the emoji that begins at an index; the index itself if none begins there. */
  static int end(String text, int begin) {
    int end = endOfOne(text, begin);
    while (end > begin && at(text, end) == JOINER) {
      int joined = endOfOne(text, end + 1);
      if (joined == end + 1) {
        return end;
      }
      end = joined;
    }
    return end;
  }

  /** Without joiners. */
  private static int endOfOne(String text, int begin) {
    int first = at(text, begin);
    if (first < 0) {
      return begin;
    }
    int next = begin + Character.charCount(first);
    if (first >= FIRST_FLAG && first <= LAST_FLAG) {
      int second = at(text, next);
      return second >= FIRST_FLAG && second <= LAST_FLAG ? next + 2 : next;
    }
    if (first == '#' || first == '*' || first >= '0' && first <= '9') {
      int after = at(text, next) == PRESENTED ? next + 1 : next;
      return at(text, after) == KEYCAP ? after + 1 : begin;
    }
    boolean sign = !Character.isLetterOrDigit(first) && !Character.isWhitespace(first);
    if (!isPictograph(first) && !(sign && at(text, next) == PRESENTED)) {
      return begin;
    }
    while (follows(at(text, next))) {
      next += Character.charCount(at(text, next));
    }
    return next;
  }

  private static int at(String text, int i) {
    return i < text.length() ? text.codePointAt(i) : -1;
  }

  private static boolean isPictograph(int c) {
    return c >= 0x1F000 && c <= 0x1FAFF || c >= 0x2600 && c <= 0x27BF;
  }

  /**
   * The characters that belong to the preceding pictograph: presentation, skin tone, the tags of a
   * flag.
   */
  private static boolean follows(int c) {
    return c == PRESENTED || c >= 0x1F3FB && c <= 0x1F3FF || c >= 0xE0020 && c <= 0xE007F;
  }
}
