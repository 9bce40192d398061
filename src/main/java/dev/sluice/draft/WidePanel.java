package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import dev.sluice.source.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Series that each have a row, with the name in the first column and the steps in the others, as in
 * the files of the M4 competition.
 *
 * @param values of each series, as they are written
 */
record WidePanel(TableDraft whole, List<List<String>> values) implements Panel {
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}(-\\d{2})?");
  private static final String VALUE = "value"; // the name for what the steps hold

  /** Empty if the first column does not name the rows, or the others are not all numbers. */
  static Optional<WidePanel> of(TableDraft whole) {
    List<ColumnProfile> columns = whole.columns();
    ColumnProfile id = columns.get(0);
    List<ColumnProfile> steps = columns.subList(1, columns.size());
    Table table = whole.table();
    long dates = steps.stream().filter(step -> isDate(step.name())).count();
    if (id.holdsNumbers()
        || dates > 0 && dates < steps.size() // such as a total
        || id.missing() > 0
        || id.values().size() < table.size()
        || !steps.stream().allMatch(step -> step.holdsNumbers() || step.values().isEmpty())) {
      return Optional.empty();
    }
    List<List<String>> values =
        IntStream.range(0, table.size()).mapToObj(row -> values(table.row(row))).toList();
    return values.stream().allMatch(series -> series.stream().allMatch(ColumnProfile::isNumber))
        ? Optional.of(new WidePanel(whole, values))
        : Optional.empty();
  }

  /** Without the name, and without the empty cells at the end. */
  private static List<String> values(List<String> row) {
    int end = row.size();
    while (end > 1 && row.get(end - 1).isBlank()) {
      end--;
    }
    return row.subList(1, end).stream().map(String::strip).toList();
  }

  /** A config for all series, modelled on one of medium length. */
  String text() {
    List<String> middle =
        values.stream().sorted(Comparator.comparing(List::size)).toList().get(values.size() / 2);
    TableDraft one =
        whole.ofTable(Table.of(List.of(VALUE), middle.stream().map(List::of).toList()));
    return new SeriesDraft(one, one.columns(), new TimeChoice(one), Optional.of(this)).text();
  }

  @Override
  public int[] lengths() {
    return values.stream().mapToInt(List::size).toArray();
  }

  @Override
  public String spec() {
    List<String> names = whole.columns().stream().map(ColumnProfile::name).toList();
    String steps = isDate(names.get(1)) ? "*" : names.get(1) + ".." + names.get(names.size() - 1);
    return "wide: {id: %s, columns: %s}"
        .formatted(YamlWord.of(names.get(0)), Yaml.list(List.of(steps)));
  }

  /** Whether the name of a column is the date of a step, as 2024-05-31 or 2024-05. */
  static boolean isDate(String name) {
    return DATE.matcher(name).matches();
  }

  @Override
  public boolean sorted() {
    return true;
  }

  @Override
  public boolean all(ColumnProfile column, DoublePredicate such) {
    return values.stream()
        .flatMapToDouble(series -> series.stream().mapToDouble(Double::parseDouble))
        .allMatch(such);
  }

  @Override
  public boolean isFull(ColumnProfile column) {
    return true;
  }
}
