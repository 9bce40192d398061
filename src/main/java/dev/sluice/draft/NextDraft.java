package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A language model of a column of texts, if the user says so. */
final class NextDraft implements TableTask {
  static final String TASK = "next";

  @Override
  public Optional<String> draft(TableDraft table) {
    if (!table.wishes().name(TASK)) {
      return Optional.empty();
    }
    if (!table.wishes().targets().isEmpty()) {
      throw table.question(
          "what comes next in a text has no column of its own: leave out --target",
          List.of(),
          "columns: " + TableDraft.described(table.columns()));
    }
    return Optional.of(text(table, texts(table)));
  }

  private static ColumnProfile texts(TableDraft table) {
    List<ColumnProfile> words =
        table.columns().stream()
            .filter(column -> !column.is(Kind.EMPTY) && !column.holdsNumbers())
            .toList();
    return table.wishes().text().isEmpty() && words.size() == 1 ? words.get(0) : table.textColumn();
  }

  /** The command that takes the only column of texts for a language model. */
  static Optional<String> answer(TableDraft table) {
    return table.of(Kind.TEXT).size() == 1 && table.wishes().text().isEmpty()
        ? Optional.of(
            "to learn what comes next in '%s': %s"
                .formatted(
                    table.of(Kind.TEXT).get(0).name(), table.wishes().answered("task", TASK)))
        : Optional.empty();
  }

  private static String text(TableDraft table, ColumnProfile texts) {
    table.requireRows();
    long bytes =
        IntStream.range(0, table.table().size())
            .mapToLong(row -> table.value(row, texts).getBytes(StandardCharsets.UTF_8).length)
            .sum();
    return table.beginning("A language model of '%s'".formatted(Yaml.comment(texts.name())))
        + SplitChoice.drawn("drawn at random, whole rows").line()
        + LanguageModel.text(table.wishes().effort(), Optional.of(texts), bytes);
  }
}
