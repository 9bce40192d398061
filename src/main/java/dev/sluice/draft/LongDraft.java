package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.series.TimeColumn;
import dev.sluice.problem.YamlWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A class or a number for sequences in which each step is a row. The steps of each sequence are
 * counted from the start again, in any order of the rows, and the label is the same in all rows of
 * a sequence.
 */
final class LongDraft implements TableTask {
  private static final int FEWEST = 5; // sequences
  private static final double STEPS = 2; // on average
  private static final double NEARLY_ALL = 0.95; // sequences or rows; the others may be mistakes

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
            : table.columns().stream()
                .filter(column -> column.missing() == 0 && mayTellApart(table, column))
                .toList();
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

  /**
   * The commands that classify sequences of rows, for tables whose columns do not say by themselves
   * that they are such: a class is the same in nearly all rows with the same value of another
   * column.
   */
  static List<String> answers(TableDraft table) {
    Wishes wishes = table.wishes();
    if (wishes.by().isPresent()
        || wishes.withoutTime()
        || !wishes.allow("class")
        || !table.of(Kind.TEXT).isEmpty()) {
      return List.of();
    }
    List<String> answers = new ArrayList<>();
    for (ColumnProfile by : table.columns()) {
      if (!mayTellApart(table, by) || by.is(Kind.NUMBER) && !areWhole(by)) {
        continue;
      }
      Collection<List<Integer>> sequences = Sequences.rows(table, by).values();
      Optional<ColumnProfile> order =
          wishes.order().isPresent()
              ? Optional.empty()
              : table.columns().stream()
                  .filter(c -> c != by && rises(table, c, sequences))
                  .findFirst();
      table.columns().stream()
          .filter(label -> label != by && label.mayBeClass())
          .filter(
              label -> wishes.targets().isEmpty() || wishes.targets().equals(List.of(label.name())))
          .filter(label -> isNearlySame(table, label, sequences))
          .forEach(
              label -> {
                List<String> more = new ArrayList<>(List.of("by", by.name()));
                order.ifPresent(column -> more.addAll(List.of("order", column.name())));
                if (wishes.targets().isEmpty()) {
                  more.addAll(List.of("target", label.name()));
                }
                answers.add(
                    "to classify sequences, each the rows of one '%s', by '%s': %s"
                        .formatted(
                            by.name(), label.name(), wishes.answered(more.toArray(String[]::new))));
              });
    }
    return answers;
  }

  private static boolean areWhole(ColumnProfile column) {
    return column.values().keySet().stream().allMatch(value -> value.matches("\\d{1,18}"));
  }

  /** Whether its numbers increase from row to row of each sequence. */
  private static boolean rises(
      TableDraft table, ColumnProfile column, Collection<List<Integer>> sequences) {
    return column.missing() == 0
        && column.holdsNumbers()
        && sequences.stream()
            .allMatch(
                rows -> {
                  double[] numbers =
                      rows.stream()
                          .mapToDouble(row -> Double.parseDouble(table.value(row, column).strip()))
                          .toArray();
                  return IntStream.range(1, numbers.length)
                      .allMatch(t -> numbers[t - 1] < numbers[t]);
                });
  }

  private static boolean isNearlySame(
      TableDraft table, ColumnProfile label, Collection<List<Integer>> sequences) {
    long same = sequences.stream().filter(rows -> Sequences.isSame(table, label, rows)).count();
    return same >= NEARLY_ALL * sequences.size();
  }

  private static boolean mayTellApart(TableDraft table, ColumnProfile column) {
    int different = column.written().size();
    return column.missing() <= (1 - NEARLY_ALL) * table.table().size()
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

    /** The rows of each sequence. */
    private static Map<String, List<Integer>> rows(TableDraft table, ColumnProfile by) {
      Map<String, List<Integer>> rows = new LinkedHashMap<>();
      for (int row = 0; row < table.table().size(); row++) {
        rows.computeIfAbsent(table.value(row, by), value -> new ArrayList<>()).add(row);
      }
      return rows;
    }

    static Optional<Sequences> of(TableDraft table, ColumnProfile by) {
      Map<String, List<Integer>> rows = rows(table, by);
      Optional<ColumnProfile> counted =
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
                  .filter(c -> c != by && counted.filter(c::equals).isEmpty())
                  .filter(c -> c.mayBeClass())
                  .filter(c -> rows.values().stream().allMatch(of -> isSame(table, c, of)))
                  .toList()
              : List.of(table.named(table.wishes().targets().get(0), "--target"));
      if (labels.size() > 1 && table.wishes().by().isPresent()) {
        throw table.question(
            "which of %s columns should be predicted?".formatted(labels.size()),
            labels.stream().map(c -> table.wishes().answered("target", c.name())).toList(),
            "columns: " + TableDraft.described(table.columns()));
      }
      if (labels.size() != 1) {
        return Optional.empty();
      }
      counted.ifPresent(table::requireNumbersOrTimes);
      Optional<ColumnProfile> order = counted.or(() -> timesOutOfOrder(table, by, rows.values()));
      List<ColumnProfile> values =
          table.columns().stream()
              .filter(c -> c != by && c != labels.get(0) && order.filter(c::equals).isEmpty())
              .filter(c -> c.holdsNumbers() && !c.is(Kind.CONSTANT))
              .toList();
      List<ColumnProfile> whole = values.stream().filter(c -> c.missing() == 0).toList();
      if (whole.isEmpty()
          && !values.isEmpty()
          && (order.isPresent() || table.wishes().by().isPresent())) {
        table.requireNumbers(values.get(0));
      }
      return whole.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Sequences(
                  table,
                  by,
                  order,
                  Label.of(table, labels.get(0)).ofSequences(by),
                  whole,
                  rows.size()));
    }

    /** Without numbers to sort them by, the rows of a sequence may be sorted by their times. */
    private static Optional<ColumnProfile> timesOutOfOrder(
        TableDraft table, ColumnProfile by, Collection<List<Integer>> sequences) {
      List<ColumnProfile> times = table.of(Kind.TIME);
      if (times.size() != 1 || times.get(0).missing() > 0 || times.get(0).readings().size() > 1) {
        return Optional.empty();
      }
      TimeColumn time = times.get(0).readings().get(0);
      if (sequences.stream().allMatch(time::ascends)) {
        return Optional.empty();
      }
      if (sequences.stream().allMatch(time::areDistinct)) {
        return Optional.of(times.get(0));
      }
      String name = times.get(0).name();
      throw table.question(
          "rows of one '%s' have the same '%s', which cannot sort them".formatted(by.name(), name),
          List.of(
              "sort the file; or write the number of each step into a column and name it:",
              table.wishes().answered("order", "COLUMN")),
          "columns: " + TableDraft.described(table.columns()));
    }

    /**
     * Whether its numbers are the same distance apart in all sequences and start from the same one;
     * the rows may be in any order.
     */
    private static boolean counts(
        TableDraft table, ColumnProfile column, Map<String, List<Integer>> rows) {
      if (!column.holdsNumbers()
          || column.values().keySet().stream().anyMatch(v -> !v.matches("\\d{1,9}"))) {
        return false;
      }
      Set<Integer> firsts = new TreeSet<>();
      Set<Integer> distances = new TreeSet<>();
      for (List<Integer> of : rows.values()) {
        int[] numbers = of.stream().mapToInt(row -> number(table, row, column)).sorted().toArray();
        firsts.add(numbers[0]);
        for (int t = 1; t < numbers.length; t++) {
          distances.add(numbers[t] - numbers[t - 1]);
        }
      }
      return firsts.size() == 1 && distances.size() == 1 && !distances.contains(0);
    }

    private static int number(TableDraft table, int row, ColumnProfile column) {
      String cell = table.value(row, column).strip();
      return cell.matches("\\d{1,9}") ? Integer.parseInt(cell) : -1;
    }

    private static boolean isSame(TableDraft table, ColumnProfile column, List<Integer> rows) {
      return rows.stream().map(row -> table.value(row, column).strip()).distinct().count() == 1;
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
                          "by which the steps of each sequence are sorted"))
              .orElse("")
          + "        columns: %s\n"
              .formatted(Yaml.list(values.stream().map(ColumnProfile::name).toList()))
          + label.lines(0)
          + SequenceNetwork.text(table.wishes().effort(), size);
    }
  }
}
