package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A tag for each word, if two columns have the same number of words in every row and one of them
 * has few distinct words.
 */
final class TagsDraft implements TableTask {
  static final String TASK = "tags";
  private static final int MOST_TAGS = 100;
  private static final int WORDS_PER_TAG = 5; // on average
  private static final int FEWEST_ROWS = 10; // in fewer, equal lengths may be chance

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    if (!wishes.allow(TASK)
        || wishes.targets().size() > 1
        || table.table().size() < FEWEST_ROWS && !wishes.name(TASK)) {
      return Optional.empty();
    }
    List<ColumnProfile> texts =
        table.columns().stream()
            .filter(column -> column.is(Kind.TEXT) || column.is(Kind.CLASS) || column.mayBeText())
            .toList();
    List<ColumnProfile> words =
        wishes.text().map(name -> List.of(table.named(name, "--text"))).orElse(texts);
    List<ColumnProfile> tags =
        wishes.targets().isEmpty()
            ? texts
            : List.of(table.named(wishes.targets().get(0), "--target"));
    return words.stream()
        .flatMap(
            w ->
                tags.stream()
                    .filter(t -> t != w && areTags(table, w, t))
                    .map(t -> text(table, w, t)))
        .findFirst();
  }

  private static boolean areTags(TableDraft table, ColumnProfile words, ColumnProfile tags) {
    Set<String> kinds = new HashSet<>();
    Set<String> different = new HashSet<>();
    int tokens = 0;
    for (int row = 0; row < table.table().size(); row++) {
      String[] of = table.value(row, tags).strip().split("\\s+");
      String[] to = table.value(row, words).strip().split("\\s+");
      kinds.addAll(List.of(of));
      different.addAll(List.of(to));
      tokens += of.length;
      if (of.length != to.length || kinds.size() > MOST_TAGS) {
        return false;
      }
    }
    return tokens >= 2 * table.table().size()
        && kinds.size() >= 2
        && kinds.size() < different.size()
        && tokens >= WORDS_PER_TAG * kinds.size();
  }

  private static String text(TableDraft table, ColumnProfile words, ColumnProfile tags) {
    table.requireRows();
    Set<String> kinds = new HashSet<>();
    IntStream.range(0, table.table().size())
        .forEach(row -> kinds.addAll(List.of(table.value(row, tags).strip().split("\\s+"))));
    return table.beginning(
            "A tag for each word: '%s' of '%s'"
                .formatted(Yaml.comment(tags.name()), Yaml.comment(words.name())))
        + TaggerText.of(
            table.wishes().effort(), words.name(), tags.name(), kinds, "drawn at random");
  }
}
