package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import java.util.Optional;

/** A number, such as a price. */
record NumberLabel(ColumnProfile column) implements Label {

  /**
   * @throws dev.sluice.problem.UserException if a row has no number, or there are too few rows
   */
  static NumberLabel of(TableDraft table, ColumnProfile column) {
    table.requireNumbers(column);
    table.requireRows();
    return new NumberLabel(column);
  }

  @Override
  public String title() {
    return "A number";
  }

  @Override
  public String drawn() {
    return "drawn at random";
  }

  @Override
  public Optional<String> stratum() {
    return Optional.empty();
  }

  @Override
  public String lines(long words) {
    return Drafts.line(
        "  target: {number: {columns: [%s]}}".formatted(YamlWord.of(column.name())),
        "predictions are in its own units");
  }
}
