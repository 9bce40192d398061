package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.series.TimeColumn;
import dev.sluice.problem.Problem;
import dev.sluice.problem.UserException;
import dev.sluice.source.Table;
import dev.sluice.spec.SourceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The first line of a table, which may be a row of data.
 *
 * @param columns of the table, as they are if it is a header
 */
record Header(Wishes wishes, TableSource source, Table table, List<ColumnProfile> columns) {
  private static final int WORDS_OF_A_NAME = 6;
  private static final int MOST_LISTED = 12; // names in an answer
  private static final int FEWEST_COUNTED = 5; // numbers in equal steps; fewer may be values

  /**
   * The header must hold names. If it may be a data row because there is no header, the user has to
   * decide.
   */
  void requireNames() {
    List<String> header = table.columns();
    List<Optional<String>> signs =
        IntStream.range(0, header.size()).mapToObj(this::signOfRow).toList();
    Optional<String> first = signs.stream().flatMap(Optional::stream).findFirst();
    if (wishes.columns().isPresent()
        || first.isEmpty()
        || source.spec() instanceof SourceSpec.Jsonl) {
      return;
    }
    List<String> names = exampleNames();
    if (!source.canName(names)) {
      names.add(0, "index"); // its blank name was taken for that of an index column
    }
    boolean all = names.size() <= MOST_LISTED;
    List<String> answers = new ArrayList<>();
    answers.add(
        all
            ? "if it is a row, name the %s columns: ".formatted(names.size())
                + wishes.answered("columns", String.join(",", names))
            : "if it is a row, name all %s columns, separated by commas: ".formatted(names.size())
                + wishes.answered("columns", "NAMES"));
    boolean canBeNamed =
        header.stream().noneMatch(name -> name.contains(",")) && source.canName(header);
    if (canBeNamed && signs.stream().anyMatch(Optional::isEmpty)) {
      answers.add(
          all
              ? "if it is a header: " + wishes.answered("columns", String.join(",", header))
              : "if it is a header, give --columns the names in that line");
    }
    throw new UserException(
        Problem.inFile(
            wishes.data(),
            1,
            "may be a row, not a header: " + first.get(),
            String.join("\n", answers)));
  }

  /** Why a name in the header may be a value; empty if it looks like a name. */
  private Optional<String> signOfRow(int column) {
    String name = table.columns().get(column).strip();
    String shown = "'" + Yaml.comment(name) + "' ";
    if (ColumnProfile.isNumber(name)) {
      return countsColumns() ? Optional.empty() : Optional.of(shown + "is a number");
    }
    if (TimeColumn.unreadable(List.of(name), Optional.empty()).isEmpty()) {
      boolean aboveNumbers = columns.get(column).holdsNumbers(); // the time of all values below it
      return aboveNumbers ? Optional.empty() : Optional.of(shown + "is a time");
    }
    if (name.split("\\s+").length > WORDS_OF_A_NAME) {
      return Optional.of(shown + "is a sentence");
    }
    return IntStream.range(0, table.size())
        .filter(row -> table.value(row, column).strip().equals(name) && !repeatsHeader(row))
        .mapToObj(row -> shown + "is in row %s too".formatted(table.recordNumber(row)))
        .findFirst();
  }

  /** Whether the names that are numbers rise in equal steps, such as years. */
  private boolean countsColumns() {
    double[] numbers =
        table.columns().stream()
            .map(String::strip)
            .filter(ColumnProfile::isNumber)
            .mapToDouble(Double::parseDouble)
            .toArray();
    return numbers.length >= FEWEST_COUNTED
        && numbers[1] > numbers[0]
        && IntStream.range(1, numbers.length)
            .allMatch(i -> numbers[i] - numbers[i - 1] == numbers[1] - numbers[0]);
  }

  private boolean repeatsHeader(int row) {
    return IntStream.range(0, table.columns().size())
        .allMatch(column -> table.value(row, column).equals(table.columns().get(column)));
  }

  private List<String> exampleNames() {
    boolean texts = columns.stream().anyMatch(column -> column.is(Kind.TEXT));
    List<String> kinds =
        columns.stream()
            .map(
                column ->
                    column.is(Kind.TEXT)
                        ? "text"
                        : column.is(Kind.TIME)
                            ? "time"
                            : column.mayBeClass() && texts
                                ? "label"
                                : column.is(Kind.NUMBER) ? "value" : "column")
            .toList();
    List<String> names = new ArrayList<>();
    for (String kind : kinds) {
      long before = names.stream().filter(name -> name.startsWith(kind)).count();
      boolean several = kinds.stream().filter(kind::equals).count() > 1;
      names.add(several ? kind + (before + 1) : kind);
    }
    return names;
  }
}
