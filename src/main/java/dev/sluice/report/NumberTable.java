package dev.sluice.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table of numbers with separate decimals for each column; some numbers may be missing. */
final class NumberTable {
  private NumberTable() {}

  /**
   * @param first the heading of the column of names
   * @param rows name of the row, then of the column
   */
  static Tag of(String first, Map<String, Map<String, Double>> rows) {
    Set<String> columns = new LinkedHashSet<>();
    rows.values().forEach(row -> columns.addAll(row.keySet()));
    List<String> headings = new ArrayList<>(List.of(first));
    Map<String, Integer> decimals = new LinkedHashMap<>();
    for (String column : columns) {
      headings.add("#" + column);
      decimals.put(
          column,
          Figures.decimals(
              rows.values().stream()
                  .filter(row -> row.containsKey(column))
                  .map(row -> row.get(column))
                  .toList()));
    }
    DataTable table = new DataTable(headings);
    rows.forEach(
        (name, values) -> {
          List<String> row = new ArrayList<>(List.of(name));
          for (String column : columns) {
            Double value = values.get(column);
            row.add(value == null ? Figures.NONE : Figures.number(value, decimals.get(column)));
          }
          table.row(row);
        });
    return table.tag();
  }
}
