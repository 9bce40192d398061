package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.YesNo;
import dev.sluice.problem.YamlWord;
import dev.sluice.spec.SourceSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Any number of labels for each text, in one column with a separator or in a column of 0 and 1 for
 * each: either the user says so, or there is exactly one column with a separator and none that
 * could be a class.
 */
final class LabelsDraft implements TableTask {
  static final String TASK = "labels";
  private static final List<String> SEPARATORS = List.of(",", ";", "|");
  private static final int MOST_LABELS = 200;
  private static final int ROWS_PER_LABEL = 5; // on average
  private static final int WORDS_OF_A_LABEL = 4;
  private static final double FEWEST_WITH_SEVERAL = 0.1; // of the rows

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    if (!wishes.allow(TASK)) {
      return Optional.empty();
    }
    if (wishes.targets().size() > 1) {
      return ofColumns(table);
    }
    List<ColumnProfile> named =
        wishes.targets().stream().map(name -> table.named(name, "--target")).toList();
    List<Several> found =
        (named.isEmpty() ? table.columns() : named)
            .stream()
                .filter(column -> wishes.text().filter(column.name()::equals).isEmpty())
                .flatMap(column -> labels(table, column).stream())
                .toList();
    List<ColumnProfile> lists = found.stream().map(Several::column).toList();
    boolean meant =
        wishes.name(TASK)
            || !named.isEmpty()
            || table.columns().stream().noneMatch(c -> c.mayBeClass() && !lists.contains(c));
    boolean texts =
        wishes.text().isPresent()
            || table.of(Kind.TEXT).stream().anyMatch(column -> !lists.contains(column));
    if (wishes.name(TASK) && (lists.size() != 1 || !texts)) {
      throw table.question(
          named.isEmpty()
              ? "which column has the labels?"
              : "column '%s' cannot have the labels".formatted(named.get(0).name()),
          Stream.concat(
                  lists.stream().map(column -> wishes.answered("target", column.name())),
                  answer(table).stream())
              .toList(),
          "a cell must have a few names with %s between them, next to a column of texts; or there must be a column of 0 and 1 for each label; columns: "
                  .formatted(String.join(" or ", SEPARATORS))
              + TableDraft.described(table.columns()));
    }
    if (lists.size() != 1 || !meant || !texts) {
      return Optional.empty();
    }
    table.requireRows();
    return Optional.of(new TextDraft(table, found.get(0), table.textColumns(lists)).text());
  }

  /** The labels that the user names, if each of these columns says yes or no. */
  private static Optional<String> ofColumns(TableDraft table) {
    List<ColumnProfile> named =
        table.wishes().targets().stream().map(name -> table.named(name, "--target")).toList();
    List<ColumnProfile> others = named.stream().filter(column -> !saysYesOrNo(column)).toList();
    boolean texts = table.wishes().text().isPresent() || !table.of(Kind.TEXT).isEmpty();
    if (table.wishes().name(TASK) && !(others.isEmpty() && texts)) {
      throw table.question(
          others.isEmpty()
              ? "no column has texts"
              : "column '%s' does not say 1 or 0 in each row: %s"
                  .formatted(others.get(0).name(), TableDraft.describe(others.get(0))),
          List.of(),
          "columns: " + TableDraft.described(table.columns()));
    }
    if (!others.isEmpty() || !texts) {
      return Optional.empty();
    }
    table.requireRows();
    return Optional.of(new TextDraft(table, new YesOrNo(named), table.textColumns(named)).text());
  }

  /** The command that takes all columns of 0 and 1 as labels; empty for fewer than two. */
  static Optional<String> answer(TableDraft table) {
    List<ColumnProfile> columns =
        table.columns().stream().filter(LabelsDraft::saysYesOrNo).limit(MOST_LABELS).toList();
    return columns.size() < 2
        ? Optional.empty()
        : Optional.of(
            "for any number of labels in each row: "
                + table
                    .wishes()
                    .answered(
                        columns.stream()
                            .flatMap(column -> Stream.of("target", column.name()))
                            .toArray(String[]::new)));
  }

  /** As training reads a column for a label, with both answers. */
  private static boolean saysYesOrNo(ColumnProfile column) {
    return column.missing() == 0
        && column.written().size() >= 2
        && column.written().keySet().stream().allMatch(cell -> YesNo.read(cell).isPresent());
  }

  /** The labels of a column; empty if its cells are not lists of labels. */
  private static Optional<Several> labels(TableDraft table, ColumnProfile column) {
    if (column.holdsNumbers() || column.is(Kind.TIME)) {
      return Optional.empty();
    }
    return SEPARATORS.stream()
        .flatMap(sign -> labels(column, sign).stream())
        .findFirst()
        .or(() -> table.source() instanceof SourceSpec.Jsonl ? list(column) : Optional.empty());
  }

  /** A list of JSON, whose items have blanks between them: more combinations than names. */
  private static Optional<Several> list(ColumnProfile column) {
    return Optional.of(column)
        .filter(words -> !words.is(Kind.TEXT))
        .flatMap(words -> labels(words, " "))
        .filter(found -> found.rows().size() < column.written().size());
  }

  private static Optional<Several> labels(ColumnProfile column, String separator) {
    Pattern between = Pattern.compile(Pattern.quote(separator));
    Map<String, Integer> labels = new LinkedHashMap<>();
    long several = 0;
    long rows = 0;
    for (Map.Entry<String, Integer> cell : column.written().entrySet()) {
      List<String> names =
          between
              .splitAsStream(cell.getKey())
              .map(String::strip)
              .filter(name -> !name.isEmpty())
              .distinct()
              .toList();
      rows += cell.getValue();
      several += names.size() > 1 ? cell.getValue() : 0;
      names.forEach(name -> labels.merge(name, cell.getValue(), Integer::sum));
      if (labels.size() > Math.min(MOST_LABELS, column.written().size())) {
        return Optional.empty(); // texts, or a comma in names
      }
    }
    long all = labels.values().stream().mapToLong(Integer::longValue).sum();
    return several >= FEWEST_WITH_SEVERAL * rows
            && several > 0
            && all >= (long) ROWS_PER_LABEL * labels.size()
            && labels.keySet().stream().allMatch(n -> n.split("\\s+").length <= WORDS_OF_A_LABEL)
        ? Optional.of(new Several(column, separator, labels))
        : Optional.empty();
  }

  /**
   * @param rows of each label
   */
  private record Several(ColumnProfile column, String separator, Map<String, Integer> rows)
      implements Label {
    private static final int SHOWN = 6;

    @Override
    public List<ColumnProfile> columns() {
      return List.of(column);
    }

    @Override
    public String title() {
      return "Labels";
    }

    @Override
    public String lines(long words) {
      List<String> frequent =
          rows.entrySet().stream()
              .sorted((a, b) -> Integer.compare(b.getValue(), a.getValue()))
              .limit(SHOWN)
              .map(label -> ColumnProfile.shownClass(label.getKey()) + " " + label.getValue())
              .toList();
      return Drafts.line(
          "  target: {labels: {column: %s, separator: %s}}"
              .formatted(YamlWord.of(column.name()), YamlWord.of(separator)),
          Yaml.comment(
              "rows: "
                  + String.join(", ", frequent)
                  + (rows.size() > SHOWN ? ", ... (%s labels)".formatted(rows.size()) : "")));
    }
  }

  /** A column for each label. */
  private record YesOrNo(List<ColumnProfile> columns) implements Label {
    @Override
    public String title() {
      return "Labels";
    }

    @Override
    public String lines(long words) {
      return Drafts.line(
          "  target: {labels: {columns: %s}}"
              .formatted(Yaml.list(columns.stream().map(ColumnProfile::name).toList())),
          "1 in the rows that have the label, 0 in the others");
    }
  }
}
