package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A tag for each word of a table with a word in each row, if one column has tags such as {@code
 * B-PER} and {@code O}, or the user asks for tags. The rows of a sentence follow each other.
 */
final class WordRowsDraft implements TableTask {
  private static final Pattern SPAN = Pattern.compile("O|[BIESLU]-\\S+");
  private static final int FEWEST = 5; // sentences
  private static final double ROWS = 2; // of a sentence, on average
  private static final int MOST_TAGS = 100;
  private static final double WORDS = 1.2; // in a row, on average: few have blanks in them

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    if (!wishes.allow(TagsDraft.TASK)
        || wishes.targets().size() > 1
        || wishes.time().isPresent()
        || !table.of(Kind.TEXT).isEmpty()) {
      return Optional.empty();
    }
    List<ColumnProfile> tags =
        wishes.targets().isEmpty()
            ? table.columns().stream().filter(WordRowsDraft::marksSpans).toList()
            : List.of(table.named(wishes.targets().get(0), "--target"));
    if (tags.isEmpty() || !wishes.name(TagsDraft.TASK) && !marksSpans(tags.get(0))) {
      return Optional.empty();
    }
    if (tags.size() > 1) {
      throw table.question(
          "which of %s columns has the tags to learn?".formatted(tags.size()),
          tags.stream().map(column -> wishes.answered("target", column.name())).toList(),
          "columns: " + TableDraft.described(table.columns()));
    }
    List<ColumnProfile> words = words(table, tags.get(0));
    if (words.isEmpty()) {
      return Optional.empty();
    }
    if (words.size() > 1) {
      throw table.question(
          "which of %s columns has the words?".formatted(words.size()),
          words.stream().map(column -> wishes.answered("text", column.name())).toList(),
          "columns: " + TableDraft.described(table.columns()));
    }
    return Optional.of(text(table, words.get(0), tags.get(0)));
  }

  /** The commands that tag words, for tables whose tags mark no spans, such as parts of speech. */
  static List<String> answers(TableDraft table) {
    Wishes wishes = table.wishes();
    if (wishes.task().isPresent()
        || !wishes.targets().isEmpty()
        || !table.of(Kind.TEXT).isEmpty()
        || table.columns().stream().filter(column -> isRuns(table, column)).count() != 1) {
      return List.of();
    }
    return table.of(Kind.CLASS).stream()
        .filter(tags -> !isRuns(table, tags) && tags.written().size() <= MOST_TAGS)
        .flatMap(tags -> words(table, tags).stream().map(words -> List.of(words, tags)))
        .map(
            pair ->
                "to tag each '%s' with a '%s': ".formatted(pair.get(0).name(), pair.get(1).name())
                    + wishes.answered(
                        "task",
                        TagsDraft.TASK,
                        "text",
                        pair.get(0).name(),
                        "target",
                        pair.get(1).name()))
        .toList();
  }

  private static boolean marksSpans(ColumnProfile column) {
    Set<String> tags = column.written().keySet();
    return tags.size() > 1
        && tags.stream().allMatch(tag -> SPAN.matcher(tag.strip()).matches())
        && tags.stream().anyMatch(tag -> tag.startsWith("B-"));
  }

  private static List<ColumnProfile> words(TableDraft table, ColumnProfile tags) {
    Optional<String> named = table.wishes().text();
    return named.isPresent()
        ? List.of(table.named(named.get(), "--text"))
        : table.columns().stream()
            .filter(column -> column != tags && !marksSpans(column))
            .filter(column -> !column.is(Kind.EMPTY) && !column.is(Kind.CONSTANT))
            .filter(column -> !column.holdsNumbers() && column.wordsPerRow() <= WORDS)
            .filter(column -> column.written().size() > tags.written().size())
            .filter(column -> !isRuns(table, column))
            .toList();
  }

  /** Whether each value is in rows that follow each other. */
  private static boolean isRuns(TableDraft table, ColumnProfile column) {
    int rows = table.table().size();
    int different = column.written().size();
    if (column.missing() > 0 || different < FEWEST || different * ROWS > rows) {
      return false;
    }
    Set<String> seen = new HashSet<>();
    String before = null;
    for (int row = 0; row < rows; row++) {
      String value = table.value(row, column);
      if (!value.equals(before) && !seen.add(value)) {
        return false;
      }
      before = value;
    }
    return true;
  }

  private static ColumnProfile sentences(
      TableDraft table, ColumnProfile words, ColumnProfile tags) {
    Wishes wishes = table.wishes();
    if (wishes.by().isPresent()) {
      return table.named(wishes.by().get(), "--by");
    }
    List<ColumnProfile> others =
        table.columns().stream().filter(column -> column != words && column != tags).toList();
    List<ColumnProfile> runs = others.stream().filter(column -> isRuns(table, column)).toList();
    if (runs.size() == 1) {
      return runs.get(0);
    }
    if (runs.size() > 1) {
      throw table.question(
          "which of %s columns identifies the sentence?".formatted(runs.size()),
          runs.stream().map(column -> wishes.answered("by", column.name())).toList(),
          "columns: " + TableDraft.described(table.columns()));
    }
    throw others.stream()
        .filter(column -> isInFirstRowOnly(table, column))
        .findFirst()
        .map(
            column ->
                table.question(
                    "column '%s' has a value only in the first row of each sentence"
                        .formatted(column.name()),
                    List.of(
                        "write it in each row, such as with pandas:",
                        "    table['%s'] = table['%s'].ffill()"
                            .formatted(column.name(), column.name())),
                    ""))
        .orElseGet(
            () ->
                table.question(
                    "no column says which rows of '%s' are one sentence".formatted(words.name()),
                    List.of(
                        "add a column with the number of the sentence in each row; or, if blank"
                            + " lines separate",
                        "sentences, write the file as CoNLL: without a header, a tab between word"
                            + " and tag, named *.conll",
                        "if there is such a column: " + wishes.answered("by", "COLUMN")),
                    "columns: " + TableDraft.described(table.columns())));
  }

  /** As spreadsheets write groups of rows: its values are different, and most rows have none. */
  private static boolean isInFirstRowOnly(TableDraft table, ColumnProfile column) {
    int different = column.written().size();
    return different >= FEWEST
        && different * ROWS <= table.table().size()
        && column.written().values().stream().allMatch(rows -> rows == 1)
        && !table.value(0, column).isBlank();
  }

  private static String text(TableDraft table, ColumnProfile words, ColumnProfile tags) {
    ColumnProfile sentences = sentences(table, words, tags);
    if (sentences.written().size() < FEWEST) {
      throw table.question(
          "has too few sentences to train, validate and test: %s"
              .formatted(sentences.written().size()),
          List.of(),
          "there must be at least %s with different values in column '%s'"
              .formatted(FEWEST, sentences.name()));
    }
    return table.beginning(
            "A tag for each word: '%s' of '%s'; the rows with the same '%s' are a sentence"
                .formatted(
                    Stream.of(tags, words, sentences)
                        .map(column -> Yaml.comment(column.name()))
                        .toArray()))
        + TaggerText.of(
            table.wishes().effort(),
            words.name(),
            Optional.of(sentences.name()),
            tags.name(),
            tags.written().keySet(),
            "whole sentences, drawn at random");
  }
}
