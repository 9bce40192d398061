package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.List;
import java.util.Optional;

/**
 * What is told from the other columns: a class, or a number where the user says so or it has too
 * many values for a class.
 */
record LabelChoice(TableDraft table, ColumnProfile column, boolean isClass) {

  /**
   * The column that the user names, or the only one that may be a class.
   *
   * @param inputs what goes in
   * @return empty if there is none, or the user wants a forecast
   * @throws dev.sluice.problem.UserException with a question, if there are several
   */
  static Optional<LabelChoice> of(TableDraft table, List<ColumnProfile> inputs) {
    Wishes wishes = table.wishes();
    if (!wishes.targets().isEmpty()) {
      ColumnProfile named = table.named(wishes.targets().get(0), "--target");
      return inputs.contains(named) ? Optional.empty() : Optional.of(kind(table, named));
    }
    List<ColumnProfile> labels =
        table.columns().stream()
            .filter(column -> !inputs.contains(column) && !table.isPart(column))
            .filter(
                column ->
                    wishes.name("number")
                        ? column.is(Kind.NUMBER) || column.is(Kind.ID) && column.holdsNumbers()
                        : column.mayBeClass())
            .toList();
    if (labels.size() > 1) {
      throw table.question(
          "which of %s columns is to be predicted?".formatted(labels.size()),
          labels.stream().limit(12).map(c -> wishes.answered("target", c.name())).toList(),
          "columns: " + TableDraft.described(table.columns()));
    }
    return labels.stream().findFirst().map(only -> kind(table, only));
  }

  /** Of a column that is the label. */
  static LabelChoice kind(TableDraft table, ColumnProfile column) {
    boolean number =
        table.wishes().name("number")
            || column.holdsNumbers() && !column.mayBeClass() && !table.wishes().name("class");
    if (number) {
      table.requireNumbers(column);
      table.requireRows();
    } else {
      table.requireClasses(column);
    }
    return new LabelChoice(table, column, !number);
  }

  String title() {
    return isClass ? "A classifier" : "A number";
  }

  String drawn() {
    return isClass ? "drawn at random, each class by itself" : "drawn at random";
  }

  Optional<String> stratum() {
    return isClass ? Optional.of(column.name()) : Optional.empty();
  }

  String lines() {
    return isClass ? new ClassOfTexts(table, column).lines() : Drafts.numberTarget(column);
  }
}
