package dev.sluice.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a heading, two spaces between columns, each value made {@link Visible}. */
final class TextTable {
  private final List<String> columns;
  private final boolean[] right; // (columns): whether aligned to the right
  private final List<String[]> rows = new ArrayList<>(); // each (columns)

  /**
   * @param columns the headings; one that begins with {@code >} is aligned to the right
   */
  TextTable(String... columns) {
    this.columns = List.of(columns);
    this.right = new boolean[columns.length];
    String[] heading = new String[columns.length];
    for (int i = 0; i < columns.length; i++) {
      right[i] = columns[i].startsWith(">");
      heading[i] = Visible.value(right[i] ? columns[i].substring(1) : columns[i]);
    }
    rows.add(heading);
  }

  /** Adds a row with one value for each column. */
  void row(String... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns);
    }
    rows.add(Arrays.stream(values).map(Visible::value).toArray(String[]::new));
  }

  /** The maximum width of a line, in columns of a terminal. */
  int width() {
    return Arrays.stream(widths()).sum() + 2 * (columns.size() - 1);
  }

  private int[] widths() {
    int[] widths = new int[columns.size()];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    return widths;
  }

  String text() {
    int[] widths = widths();
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String gap = " ".repeat(widths[i] - width(row[i]));
        line.append(i == 0 ? "" : "  ").append(right[i] ? gap + row[i] : row[i] + gap);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  /** The width of a text in columns of a terminal. */
  static int cells(String text) {
    return width(text);
  }

  /**
   * Width in cells of a terminal, which shows ideographs, kana, hangul and emoji two cells wide.
   */
  private static int width(String text) {
    return text.codePoints().map(TextTable::width).sum();
  }

  private static int width(int codePoint) {
    int type = Character.getType(codePoint);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        Character.isIdeographic(codePoint)
            || codePoint >= 0x1100 && codePoint <= 0x115F // leading hangul letters
            || codePoint >= 0x3000 && codePoint <= 0x33FF && codePoint != 0x303F // kana and signs
            || codePoint >= 0xAC00 && codePoint <= 0xD7A3 // hangul syllables
            || codePoint >= 0xFF01 && codePoint <= 0xFF60 // full-width forms
            || codePoint >= 0xFFE0 && codePoint <= 0xFFE6
            || codePoint >= 0x1F300 && codePoint <= 0x1FAFF; // emoji
    return wide ? 2 : 1;
  }
}
