package dev.sluice.problem;

/** Shortens values that are shown to people: the class of a row may be a whole book. */
public final class Shortened {
  private Shortened() {}

  /**
   * The text; if it is longer, its start and end with {@code ...} between.
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

  /** Never within a surrogate pair. */
  private static int boundary(String text, int index) {
    return Character.isSurrogatePair(text.charAt(index - 1), text.charAt(index))
        ? index - 1
        : index;
  }
}
