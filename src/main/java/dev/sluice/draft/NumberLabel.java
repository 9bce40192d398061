package dev.sluice.draft;

import java.util.List;

/** A number, such as a price, or several. */
record NumberLabel(List<ColumnProfile> columns) implements Label {

  /**
   * @throws dev.sluice.problem.UserException if a row has no number, or there are too few rows
   */
  static NumberLabel of(TableDraft table, List<ColumnProfile> columns) {
    columns.forEach(table::requireNumbers);
    table.requireRows();
    return new NumberLabel(columns);
  }

  @Override
  public List<ColumnProfile> numbers() {
    return columns;
  }

  @Override
  public String title() {
    return columns.size() == 1 ? "A number" : "Numbers";
  }

  @Override
  public String lines(long words) {
    return Drafts.line(
        "  target: {number: {columns: %s}}"
            .formatted(Yaml.list(columns.stream().map(ColumnProfile::name).toList())),
        "predictions are in %s units".formatted(columns.size() == 1 ? "its" : "their"));
  }
}
