package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is predicted from other columns: a class, labels or numbers. */
interface Label {
  /** One at least. */
  List<ColumnProfile> columns();

  /** The columns that are read as numbers. */
  default List<ColumnProfile> numbers() {
    return List.of();
  }

  /** The names of the columns for a comment, with quotes between two. */
  default String names() {
    return columns().stream()
        .map(column -> Yaml.comment(column.name()))
        .collect(Collectors.joining("' and '"));
  }

  /** A title for the config, to which the inputs and the names of the columns are added. */
  String title();

  /** The same for sequences of rows, which have the same value in a column. */
  default Label ofSequences(ColumnProfile by) {
    return this;
  }

  /** How the rows of the split's parts are drawn. */
  default String drawn() {
    return "drawn at random";
  }

  /** The column whose values are spread evenly over the parts of the split. */
  default Optional<String> stratum() {
    return Optional.empty();
  }

  /**
   * The lines of {@code target}.
   *
   * @param words how many the texts to learn from have; 0 where they are read by characters
   */
  String lines(long words);

  /**
   * The column that the user names, or the only one that may be a class.
   *
   * @param inputs the input columns
   * @return empty if there is none, or the user wants a forecast
   * @throws dev.sluice.problem.UserException with a question, if there are several
   */
  static Optional<Label> of(TableDraft table, List<ColumnProfile> inputs) {
    Wishes wishes = table.wishes();
    if (!wishes.targets().isEmpty()) {
      ColumnProfile named = table.named(wishes.targets().get(0), "--target");
      return inputs.contains(named) ? Optional.empty() : Optional.of(of(table, named));
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
          "which of %s columns should be predicted?".formatted(labels.size()),
          labels.stream().limit(12).map(c -> wishes.answered("target", c.name())).toList(),
          "columns: " + TableDraft.described(table.columns()));
    }
    return labels.stream().findFirst().map(only -> of(table, only));
  }

  /** A number if the user says so or the column has too many values for a class. */
  static Label of(TableDraft table, ColumnProfile column) {
    boolean number =
        table.wishes().name("number")
            || column.holdsNumbers() && !column.mayBeClass() && !table.wishes().name("class");
    return number ? NumberLabel.of(table, List.of(column)) : ClassLabel.of(table, column);
  }
}
