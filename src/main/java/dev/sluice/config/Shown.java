package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;

/** How values and lists of names are shown in a message. */
final class Shown {
  private static final int LONGEST = 60; // code units of a value quoted in a message
  private static final int WIDTH = 96; // of a line below a message, without its indentation

  private Shown() {}

  /** On one line, control characters as {@code \\u0007}, the middle of a long text left out. */
  static String shortened(String text) {
    String kept =
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST / 2) + "..." + text.substring(text.length() - LONGEST / 4);
    return onOneLine(kept);
  }

  /** Control characters as {@code \\u0007}. */
  static String onOneLine(String kept) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < kept.length(); i++) {
      char c = kept.charAt(i);
      if (c == '\n') {
        shown.append("\\n");
      } else if (Character.isISOControl(c) || c == '\u2028' || c == '\u2029') {
        shown.append("\\u").append(String.valueOf(Integer.toHexString(0x10000 | c)).substring(1));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  /** A description of what was found in place of something else. */
  static String found(Node node) {
    if (node instanceof Node.Scalar scalar) {
      if (scalar.isNull()) {
        return scalar.text().isEmpty() ? "nothing" : "'" + scalar.text() + "'";
      }
      return scalar.plain()
          ? "'" + shortened(scalar.text()) + "'"
          : "the text \"" + shortened(scalar.text()) + "\"";
    }
    return node instanceof Node.Sequence ? "a list" : "a map";
  }

  /** {@code a}, {@code a and b}, {@code a, b and c}. */
  static String joined(List<String> names, String word) {
    if (names.size() == 1) {
      return names.get(0);
    }
    return String.join(", ", names.subList(0, names.size() - 1))
        + " "
        + word
        + " "
        + names.get(names.size() - 1);
  }

  /**
   * The names separated by commas, broken into lines, the first of which begins with {@code start}.
   */
  static String listed(String start, List<String> names) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(start);
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i) + (i < names.size() - 1 ? "," : "");
      if (line.length() + 1 + name.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder("   ");
      }
      line.append(' ').append(name);
    }
    lines.add(line.toString());
    return String.join("\n", lines);
  }

  /** {@code an optimizer}, {@code a layer}. */
  static String withArticle(String noun) {
    return ("aeio".indexOf(noun.charAt(0)) >= 0 ? "an " : "a ") + noun;
  }

  /** Without the {@code .0} of a whole number. */
  static String number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return Long.toString((long) value);
    }
    return Double.toString(value).replace(".0E", "E").replace('E', 'e');
  }
}
