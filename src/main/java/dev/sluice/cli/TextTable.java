package dev.sluice.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows under a heading, two spaces between columns. */
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
      heading[i] = right[i] ? columns[i].substring(1) : columns[i];
    }
    rows.add(heading);
  }

  /** One value for each column. */
  void row(String... values) {
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(values.length + " values for " + columns);
    }
    rows.add(values.clone());
  }

  String text() {
    int[] widths = new int[columns.size()];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String gap = " ".repeat(widths[i] - row[i].length());
        line.append(i == 0 ? "" : "  ").append(right[i] ? gap + row[i] : row[i] + gap);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
