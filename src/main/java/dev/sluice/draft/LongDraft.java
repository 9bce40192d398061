package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.problem.YamlWord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A class or a number for sequences in which each step is a row. The steps of each sequence are
 * counted from the start again, and the label is the same in all rows of a sequence.
 */
final class LongDraft implements TableTask {
  private static final int FEWEST = 5; // sequences
  private static final double STEPS = 2; // on average

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    boolean said = wishes.by().isPresent();
    if (!said
        && (!(wishes.allow("class") || wishes.allow("number"))
            || wishes.text().isPresent()
            || wishes.time().isPresent()
            || !table.of(Kind.TEXT).isEmpty()
            || !table.of(Kind.TIME).isEmpty())) {
      return Optional.empty();
    }
    List<ColumnProfile> groups =
        said
            ? List.of(table.named(wishes.by().get(), "--by"))
            : table.columns().stream().filter(column -> mayTellApart(table, column)).toList();
    List<Sequences> found =
        groups.stream().map(by -> Sequences.of(table, by)).flatMap(Optional::stream).toList();
    if (found.isEmpty() || !said && found.stream().allMatch(s -> s.order().isEmpty())) {
      if (said) {
        throw table.question(
            "there is no column with one value in all rows of the same '%s'"
                .formatted(wishes.by().get()),
            List.of(),
            "name the column to predict with --target: it must have one value in all rows of a"
                + " sequence");
      }
      return Optional.empty();
    }
    List<Sequences> numbered =
        said ? found : found.stream().filter(s -> s.order().isPresent()).toList();
    if (numbered.size() > 1) {
      throw table.question(
          "which of %s columns identifies the sequence?".formatted(numbered.size()),
          numbered.stream().map(s -> wishes.answered("by", s.by().name())).toList(),
          "columns: " + TableDraft.described(table.columns()));
    }
    return Optional.of(numbered.get(0).text());
  }

  private static boolean mayTellApart(TableDraft table, ColumnProfile column) {
    int different = column.written().size();
    return column.missing() == 0
        && different >= FEWEST
        && different * STEPS <= table.table().size();
  }

  /**
   * @param order the column that numbers the steps, if there is one
   * @param values the channels
   */
  private record Sequences(
      TableDraft table,
      ColumnProfile by,
      Optional<ColumnProfile> order,
      Label label,
      List<ColumnProfile> values,
      int size) {

    static Optional<Sequences> of(TableDraft table, ColumnProfile by) {
      Map<String, List<Integer>> rows = new LinkedHashMap<>();
      for (int row = 0; row < table.table().size(); row++) {
        rows.computeIfAbsent(table.value(row, by), value -> new ArrayList<>()).add(row);
      }
      Optional<ColumnProfile> order =
          table
              .wishes()
              .order()
              .map(name -> table.named(name, "--order"))
              .or(
                  () ->
                      table.columns().stream()
                          .filter(c -> c != by && counts(table, c, rows))
                          .findFirst());
      List<ColumnProfile> labels =
          table.wishes().targets().isEmpty()
              ? table.columns().stream()
                  .filter(c -> c != by && order.filter(c::equals).isEmpty())
                  .filter(c -> c.mayBeClass() && isSame(table, c, rows))
                  .toList()
              : List.of(table.named(table.wishes().targets().get(0), "--target"));
      if (labels.size() != 1) {
        return Optional.empty();
      }
      List<ColumnProfile> values =
          table.columns().stream()
              .filter(c -> c != by && c != labels.get(0) && order.filter(c::equals).isEmpty())
              .filter(c -> c.holdsNumbers() && c.missing() == 0 && !c.is(Kind.CONSTANT))
              .toList();
      return values.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Sequences(table, by, order, Label.of(table, labels.get(0)), values, rows.size()));
    }

    /** Whether it has the same first number in all sequences, and increases by one in each row. */
    private static boolean counts(
        TableDraft table, ColumnProfile column, Map<String, List<Integer>> rows) {
      if (!column.holdsNumbers()
          || column.values().keySet().stream().anyMatch(v -> !v.matches("\\d{1,9}"))) {
        return false;
      }
      Set<Integer> firsts = new TreeSet<>();
      for (List<Integer> of : rows.values()) {
        int first = number(table, of.get(0), column);
        firsts.add(first);
        for (int t = 1; t < of.size(); t++) {
          if (number(table, of.get(t), column) != first + t) {
            return false;
          }
        }
      }
      return firsts.size() == 1;
    }

    private static int number(TableDraft table, int row, ColumnProfile column) {
      String cell = table.value(row, column).strip();
      return cell.matches("\\d{1,9}") ? Integer.parseInt(cell) : -1;
    }

    private static boolean isSame(
        TableDraft table, ColumnProfile column, Map<String, List<Integer>> rows) {
      return rows.values().stream()
          .allMatch(
              of ->
                  of.stream().map(row -> table.value(row, column).strip()).distinct().count() == 1);
    }

    String text() {
      return table.beginning(
              "%s of sequences, whose steps are the rows with the same '%s': '%s'"
                  .formatted(label.title(), Yaml.comment(by.name()), label.names()),
              Stream.concat(values.stream(), label.numbers().stream()).toList())
          + SplitChoice.drawn("whole sequences, " + label.drawn()).line()
          + "  input:\n    sequence:\n      long:\n"
          + Drafts.line(
              "        by: " + YamlWord.of(by.name()), "%s sequences of rows".formatted(size))
          + order
              .map(
                  column ->
                      Drafts.line(
                          "        order: " + YamlWord.of(column.name()),
                          "counts the steps of each sequence"))
              .orElse("")
          + "        columns: %s\n"
              .formatted(Yaml.list(values.stream().map(ColumnProfile::name).toList()))
          + label.lines(0)
          + SequenceNetwork.text(table.wishes().effort(), size);
    }
  }
}
