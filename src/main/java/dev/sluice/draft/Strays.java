package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The few values that stop a column from being numbers or times: a cell such as {@code inf}, or the
 * row of a total.
 *
 * @param kind what the other values are
 * @param rows from 0, at least one
 * @param cells the value in each of the rows
 */
record Strays(Kind kind, List<Integer> rows, List<String> cells) {
  private static final int LISTED = 3;
  private static final int OTHERS = 3; // regular values for each stray one

  static boolean areFew(int strays, int all) {
    return strays > 0 && strays * OTHERS <= all - strays;
  }

  /** As in {@code numbers, but 'inf' in row 10 is not}. */
  @Override
  public String toString() {
    List<String> shown = new ArrayList<>();
    for (int i = 0; i < Math.min(LISTED, rows.size()); i++) {
      shown.add("'%s' in row %s".formatted(ColumnProfile.shown(cells.get(i)), rows.get(i) + 1));
    }
    int more = rows.size() - shown.size();
    return "%s, but %s%s %s not"
        .formatted(
            kind == Kind.TIME ? "times" : "numbers",
            String.join(", ", shown),
            more == 0 ? "" : " and %s more".formatted(more),
            rows.size() == 1 ? "is" : "are");
  }
}
