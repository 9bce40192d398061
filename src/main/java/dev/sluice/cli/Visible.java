package dev.sluice.cli;

import dev.sluice.problem.Shortened;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes text safe to show. A terminal interprets control characters, and overrides of the writing
 * direction make it show a different text; both may come from a cell, a heading, the name of a
 * class or a path. They are shown as escapes, <code>&#92;u001b</code>.
 */
final class Visible {
  private static final int LONGEST_NAME = 80;
  private static final int LONGEST_LINE = 2000;

  private Visible() {}

  /** One value; line breaks and tabs are escaped, too. */
  static String value(String text) {
    return escaped(text, Visible::isObeyed);
  }

  /**
   * The name of a class or a column, or a value from the data; the middle of a long one is left
   * out.
   */
  static String name(String text) {
    return value(Shortened.to(LONGEST_NAME, text));
  }

  /** Whole lines, with the middle of long ones left out; line breaks and tabs remain. */
  private static String lines(String text) {
    String lines = System.lineSeparator().equals("\n") ? text : text.replace("\r\n", "\n");
    if (lines.length() > LONGEST_LINE) {
      lines =
          Stream.of(lines.split("\n", -1))
              .map(line -> Shortened.to(LONGEST_LINE, line))
              .collect(Collectors.joining("\n"));
    }
    return escaped(lines, c -> isObeyed(c) && c != '\n' && c != '\t');
  }

  /** Whether a terminal may interpret the character instead of showing it. */
  static boolean isObeyed(int character) {
    return Character.isISOControl(character)
        || character >= 0x202A && character <= 0x202E // embeds and overrides a direction
        || character >= 0x2066 && character <= 0x2069 // isolates a direction
        || character == 0x2028 // ends a line
        || character == 0x2029; // ends a paragraph
  }

  /** Prints whole lines, with every character that a terminal would interpret escaped. */
  static final class Printer extends PrintWriter {
    Printer(PrintWriter out) {
      super(out, /* autoFlush= */ true);
    }

    @Override
    public void write(String text, int from, int length) {
      String visible = lines(text.substring(from, from + length));
      super.write(visible, 0, visible.length());
    }

    @Override
    public void write(char[] text, int from, int length) {
      write(new String(text, from, length), 0, length);
    }

    @Override
    public void write(int character) {
      write(String.valueOf((char) character), 0, 1);
    }
  }

  private static String escaped(String text, IntPredicate which) {
    if (text.chars().noneMatch(which)) {
      return text;
    }
    StringBuilder escaped = new StringBuilder();
    text.chars()
        .forEach(
            c -> {
              if (which.test(c)) {
                escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                escaped.append((char) c);
              }
            });
    return escaped.toString();
  }
}
