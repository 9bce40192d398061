package dev.sluice.draft;

import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.problem.YamlWord;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A class or a number for lists of token ids, such as the reviews of Keras. */
final class IdsDraft implements TableTask {
  private static final Pattern LIST =
      Pattern.compile("\\[?\\s*\\d{1,9}(\\s*,\\s*\\d{1,9}|\\s+\\d{1,9})*\\s*\\]?|\\[\\s*\\]|");
  private static final int MOST_WORDS = 10_000;
  private static final double IDS_OF_A_LIST = 3; // on average

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    if (wishes.targets().size() > 1 || !(wishes.allow("class") || wishes.allow("number"))) {
      return Optional.empty();
    }
    List<ColumnProfile> ids = table.columns().stream().filter(IdsDraft::areIds).toList();
    if (ids.size() != 1
        || wishes.text().filter(name -> !ids.get(0).name().equals(name)).isPresent()) {
      return Optional.empty();
    }
    return Label.of(table, ids).map(label -> text(table, ids.get(0), label));
  }

  private static boolean areIds(ColumnProfile column) {
    return column.written().keySet().stream().allMatch(cell -> LIST.matcher(cell.strip()).matches())
        && !column.written().isEmpty()
        && !column.holdsNumbers()
        && !column.is(ColumnProfile.Kind.TIME)
        && column.wordsPerRow() >= IDS_OF_A_LIST;
  }

  private static int[] ids(String cell) {
    return Pattern.compile("\\D+")
        .splitAsStream(cell)
        .filter(id -> !id.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }

  private static String text(TableDraft table, ColumnProfile ids, Label label) {
    SplitChoice split = table.split(label.drawn());
    Rows training =
        RowSplit.split(table.source(), split.spec(), table.all(), label.stratum())
            .get(Part.TRAINING);
    int column = table.indexOf(ids);
    int[][] lists =
        IntStream.range(0, training.size())
            .mapToObj(i -> ids(training.value(i, column)))
            .toArray(int[][]::new);
    int largest =
        IntStream.range(0, lists.length).flatMap(i -> IntStream.of(lists[i])).max().orElse(0);
    TokenLengths lengths =
        TokenLengths.of(IntStream.range(0, lists.length).map(i -> lists[i].length).toArray())
            .ofDocuments();
    return table.beginning(
            "%s: '%s' from the token ids in '%s'"
                .formatted(label.title(), label.names(), Yaml.comment(ids.name())),
            label.numbers())
        + split.line()
        + "  input:\n    ids:\n"
        + "      column: %s\n".formatted(YamlWord.of(ids.name()))
        + (largest >= MOST_WORDS
            ? Drafts.line(
                "      num_words: " + MOST_WORDS,
                "of ids up to %s; in Keras's lists the most frequent words come first"
                    .formatted(largest))
            : "")
        + Drafts.line("      max_length: " + lengths.most(), lengths.why())
        + Drafts.line("      keep: start", "of longer texts: start, end or both")
        + label.lines(0)
        + new TextNetwork(table.wishes().effort(), lengths, false).text();
  }
}
