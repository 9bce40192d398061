package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.input.text.Tokenizer;
import dev.sluice.input.text.Tokenizers;
import dev.sluice.problem.YamlWord;
import dev.sluice.spec.TokenizerSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A text for each text, if the user names a column of texts as the target. */
final class PairDraft implements TableTask {
  static final String TASK = "text";
  private static final int LARGEST_VOCABULARY = 10_000;
  private static final int FEW_PAIRS = 10_000;
  private static final double WORDS_OF_A_TEXT = 3;
  private static final int WORDS_OF_A_SHORT_TEXT = 6;

  @Override
  public Optional<String> draft(TableDraft table) {
    Wishes wishes = table.wishes();
    if (!wishes.allow(TASK)) {
      return Optional.empty();
    }
    if (wishes.targets().size() != 1) {
      if (wishes.name(TASK)) {
        throw ask(table);
      }
      return Optional.empty();
    }
    ColumnProfile target = table.named(wishes.targets().get(0), "--target");
    boolean named = wishes.text().isPresent();
    boolean meant =
        wishes.name(TASK)
            || named && target.is(Kind.TIME)
            || target.is(Kind.TEXT)
                && !table.hasRowsOfClasses(target)
                && (named || !texts(table, target).isEmpty());
    return meant ? Optional.of(text(table, source(table, target), target)) : Optional.empty();
  }

  private static List<ColumnProfile> texts(TableDraft table, ColumnProfile target) {
    return table.of(Kind.TEXT).stream().filter(column -> column != target).toList();
  }

  /** Columns that may hold texts: all columns of words that are not constant. */
  private static Stream<ColumnProfile> words(TableDraft table) {
    return table.columns().stream()
        .filter(column -> !column.is(Kind.EMPTY) && !column.is(Kind.CONSTANT))
        .filter(column -> !column.holdsNumbers());
  }

  /**
   * The commands for two columns of texts, or of times, in both directions, or for times that are
   * written for texts; none for more or fewer.
   */
  static List<String> directions(TableDraft table) {
    List<ColumnProfile> texts =
        table.of(Kind.TEXT).size() == 2
            ? table.of(Kind.TEXT)
            : Stream.of(Kind.TEXT, Kind.TIME).flatMap(kind -> table.of(kind).stream()).toList();
    boolean bothWays = texts.size() == 2 && texts.get(0).kind() == texts.get(1).kind();
    return texts.size() != 2 || table.wishes().text().isPresent()
        ? List.of()
        : Stream.of(List.of(0, 1), List.of(1, 0))
            .limit(bothWays ? 2 : 1)
            .map(
                pair -> {
                  String from = texts.get(pair.get(0)).name();
                  String to = texts.get(pair.get(1)).name();
                  return "to write '%s' for '%s': ".formatted(to, from)
                      + table.wishes().answered("text", from, "target", to);
                })
            .toList();
  }

  private static RuntimeException ask(TableDraft table) {
    return table.question(
        "which column is the text to write?",
        words(table).limit(12).map(c -> table.wishes().answered("target", c.name())).toList(),
        "columns: " + TableDraft.described(table.columns()));
  }

  private static ColumnProfile source(TableDraft table, ColumnProfile target) {
    if (table.wishes().text().isPresent()) {
      return table.textColumn();
    }
    List<ColumnProfile> texts = texts(table, target);
    List<ColumnProfile> all =
        texts.isEmpty() ? words(table).filter(column -> column != target).toList() : texts;
    if (all.size() == 1) {
      return all.get(0);
    }
    throw table.question(
        "from which column should '%s' be written?".formatted(target.name()),
        all.stream().limit(12).map(c -> table.wishes().answered("text", c.name())).toList(),
        "columns: " + TableDraft.described(table.columns()));
  }

  /**
   * How one side is read.
   *
   * @param lengths of the training part, in tokens
   */
  private record Side(boolean characters, TokenLengths lengths, int different) {
    String tokenizer(boolean input) {
      return characters
          ? "{characters: {%s}}".formatted(input ? "" : "lowercase: false")
          : "{whitespace: {lowercase: %s}}".formatted(input);
    }

    String whyTokenizer(boolean input) {
      return characters
          ? "the texts are short or without blanks: parts of words matter"
          : input ? "case seldom changes the meaning" : "scores depend on case";
    }

    String vocabulary() {
      return characters
          ? "{}"
          : "{size: %s, min_count: 2}"
              .formatted(Math.min(LARGEST_VOCABULARY, Drafts.roundUp(different + 4, 100)));
    }
  }

  private static Side side(Rows training, TableDraft table, ColumnProfile column, boolean input) {
    Side words = count(training, table, column, false, input);
    return column.reason().equals(ColumnProfile.UNSPACED)
            || words.lengths().quantile(0.5) < WORDS_OF_A_TEXT
        ? count(training, table, column, true, input)
        : words;
  }

  private static Side count(
      Rows training, TableDraft table, ColumnProfile column, boolean characters, boolean input) {
    Tokenizer tokenizer =
        Tokenizers.create(
            characters ? new TokenizerSpec.Characters(input) : new TokenizerSpec.Whitespace(input));
    Set<String> once = new HashSet<>();
    Set<String> twice = new HashSet<>();
    int[] lengths = new int[training.size()];
    for (int i = 0; i < lengths.length; i++) {
      List<String> tokens =
          tokenizer.tokens(NormalForm.NFC.of(training.value(i, table.indexOf(column))));
      lengths[i] = tokens.size();
      tokens.stream().filter(token -> !once.add(token)).forEach(twice::add);
    }
    return new Side(characters, TokenLengths.of(lengths), twice.size());
  }

  private static String text(TableDraft table, ColumnProfile source, ColumnProfile target) {
    table.requireRows();
    SplitChoice split = SplitChoice.drawn("drawn at random");
    Rows training =
        RowSplit.split(table.source(), split.spec(), table.all(), Optional.empty())
            .get(Part.TRAINING);
    Side to = side(training, table, target, false);
    Side words = side(training, table, source, true);
    // What is short on both sides, such as dates, is better read by characters than by words.
    boolean signs = to.characters() && words.lengths().quantile(0.5) <= WORDS_OF_A_SHORT_TEXT;
    Side from = signs ? count(training, table, source, true, true) : words;
    int units = training.size() < FEW_PAIRS ? 64 : 128;
    return table.beginning(
            "A text for a text: '%s' is written for '%s'"
                .formatted(Yaml.comment(target.name()), Yaml.comment(source.name())))
        + split.line()
        + "  input:\n    text:\n"
        + Drafts.line("      column: " + YamlWord.of(source.name()), Yaml.comment(source.reason()))
        + lines(from, true)
        + "  target:\n    text:\n"
        + Drafts.line("      column: " + YamlWord.of(target.name()), Yaml.comment(target.reason()))
        + lines(to, false)
        + Drafts.line(
            "      beam: {width: 4, length_penalty: 0.6}",
            "keeps several candidates and takes the best one")
        + Drafts.noOther(table.wishes().effort(), "a text for a text")
        + "network:\n"
        + Drafts.line("  encoder:", "reads the text")
        + "    - embedding: {size: %s}\n".formatted(units)
        + Drafts.line(
            "    - bidirectional: {layer: {gru: {units: %s, dropout: 0.2}}}".formatted(units),
            "in both directions, since the whole text is known")
        + Drafts.line("  decoder:", "writes the target text, token by token")
        + "    - embedding: {size: %s}\n".formatted(units)
        + "    - gru: {units: %s}\n".formatted(2 * units)
        + Drafts.line("  attention: {additive: {}}", "attends to the steps of the encoder")
        + Drafts.training(20, 32, "0.002", 3);
  }

  private static String lines(Side side, boolean input) {
    return Drafts.line("      tokenizer: " + side.tokenizer(input), side.whyTokenizer(input))
        + Drafts.line(
            "      vocabulary: " + side.vocabulary(),
            side.characters()
                ? "all characters"
                : "%s tokens occur at least twice".formatted(side.different()))
        + Drafts.line("      max_length: " + side.lengths().most(), side.lengths().why());
  }
}
