package dev.sluice.report;

import dev.sluice.problem.Shortened;
import java.util.List;

/** A table whose columns are text or numbers; the first value of a row is its heading. */
final class DataTable {
  private static final int LONGEST = 200; // characters of a cell

  private final List<String> columns;
  private final Tag head = new Tag("thead");
  private final Tag body = new Tag("tbody");

  /**
   * @param columns the headings; one that begins with {@code #} is a column of numbers
   */
  DataTable(List<String> columns) {
    this.columns = columns;
    Tag row = new Tag("tr");
    columns.forEach(
        column ->
            row.add(
                isNumber(column)
                    ? heading(column.substring(1)).with("scope", "col").classed("number")
                    : heading(column).with("scope", "col")));
    head.add(row);
  }

  private static boolean isNumber(String column) {
    return column.startsWith("#");
  }

  /** Adds a row of plain text, as long as the columns. */
  void row(List<String> values) {
    row(values.get(0), values.stream().skip(1).map(DataTable::cell).toList());
  }

  static Tag cell(String text) {
    return Tag.of("td", Shortened.to(LONGEST, text));
  }

  /** Adds a row of cells under the columns after the first. */
  void row(String heading, List<Tag> cells) {
    if (cells.size() != columns.size() - 1) {
      throw new IllegalArgumentException(cells.size() + " cells beside a heading for " + columns);
    }
    Tag row = new Tag("tr");
    row.add(aligned(0, heading(heading).with("scope", "row")));
    for (int i = 0; i < cells.size(); i++) {
      row.add(aligned(i + 1, cells.get(i)));
    }
    body.add(row);
  }

  private static Tag heading(String text) {
    return Tag.of("th", Shortened.to(LONGEST, text));
  }

  private Tag aligned(int column, Tag cell) {
    return isNumber(columns.get(column)) ? cell.classed("number") : cell;
  }

  /** The table, which scrolls by itself where it is wider than the page. */
  Tag tag() {
    return new Tag("div")
        .classed("scroll")
        .with("tabindex", "0")
        .add(new Tag("table").add(head).add(body));
  }
}
