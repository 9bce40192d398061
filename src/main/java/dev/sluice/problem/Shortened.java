package dev.sluice.problem;

/** Values as people are shown them: the class of a row may be a whole book. */
public final class Shortened {
  private Shortened() {}

  /**
   * The text; of a longer one start and end, with {@code ...} between.
   *
   * @param longest in code units, at least 10
   */
  public static String to(int longest, String text) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest / 4;
    int start = longest - end - "...".length();
    return text.substring(0, boundary(text, start))
        + "..."
        + text.substring(boundary(text, text.length() - end));
  }

  /** Not within a character of two code units. */
  private static int boundary(String text, int index) {
    return Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index))
        ? index - 1
        : index;
  }
}
