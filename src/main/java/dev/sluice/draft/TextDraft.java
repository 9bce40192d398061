package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.input.text.Emoji;
import dev.sluice.input.text.Tokenizer;
import dev.sluice.input.text.Tokenizers;
import dev.sluice.problem.YamlWord;
import dev.sluice.spec.TokenizerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** A class or a number for each text. */
final class TextDraft {
  private static final int LARGEST_VOCABULARY = 20_000;
  private static final double WORDS_OF_ONE = 1.5;
  private static final double WORDS_OF_A_SHORT_TEXT = 3;
  private static final int SHARE_OF_EMOJI = 100; // one in this many texts

  private final TableDraft draft;
  private final Label target;
  private final List<ColumnProfile> texts; // one at least
  private final SplitChoice split;
  private final Optional<String> characters; // why the texts are read by characters
  private TokenLengths lengths;
  private final Map<String, Integer> counts = new HashMap<>();
  private String features; // the line that suggests them
  private long withEmoji; // the number of texts
  private boolean readsEmoji;

  TextDraft(TableDraft draft, Label target, List<ColumnProfile> texts) {
    this.draft = draft;
    this.target = target;
    this.texts = texts;
    this.split = draft.split(target.drawn());
    this.characters =
        texts.stream().allMatch(text -> whyCharacters(text).isPresent())
            ? whyCharacters(texts.get(0))
            : Optional.empty();
  }

  private static Optional<String> whyCharacters(ColumnProfile text) {
    if (text.reason().equals(ColumnProfile.UNSPACED)) {
      return Optional.of("the texts have no blanks between words");
    }
    double words = text.wordsPerRow();
    if (words < WORDS_OF_ONE) {
      return Optional.of("the texts are about one word each: parts of words matter");
    }
    return words < WORDS_OF_A_SHORT_TEXT && mostWordsStandOnce(text)
        ? Optional.of("the texts are short, and most of their words are in one text only")
        : Optional.empty();
  }

  private static boolean mostWordsStandOnce(ColumnProfile text) {
    Map<String, Integer> words = new HashMap<>();
    for (Map.Entry<String, Integer> value : text.written().entrySet()) {
      for (String word : value.getKey().strip().toLowerCase(Locale.ROOT).split("\\s+")) {
        words.merge(word, value.getValue(), Integer::sum);
      }
    }
    long all = words.values().stream().mapToLong(Integer::longValue).sum();
    return words.values().stream().filter(count -> count == 1).count() * 2 > all;
  }

  String text() {
    count();
    long repeated = counts.values().stream().filter(count -> count > 1).count();
    int size = Math.min(LARGEST_VOCABULARY, Drafts.roundUp(repeated + 2, 100));
    return draft.beginning(
            "%s of texts: '%s' from '%s'"
                .formatted(
                    target.title(),
                    target.names(),
                    String.join(
                        "' and '", texts.stream().map(text -> Yaml.comment(text.name())).toList())),
            target.numbers())
        + split.line()
        + "  input:\n    text:\n"
        + column()
        + features
        + characters
            .map(why -> line("      tokenizer: {characters: {}}", why))
            .orElseGet(this::words)
        + line(
            "      vocabulary: {size: %s, min_count: 2}".formatted(size),
            "%s different tokens in the training part, %s of them twice or more%s"
                .formatted(
                    counts.size(), repeated, repeated + 2 > size ? ": the most frequent" : ""))
        + line("      max_length: " + lengths.most(), lengths.why())
        + line("      keep: start", "of longer texts: start, end or both")
        + target.lines(characters.isPresent() ? 0 : lengths.tokens())
        + new TextNetwork(draft.wishes().effort(), lengths, characters.isPresent()).text();
  }

  private String words() {
    return readsEmoji
        ? line(
            "      tokenizer: {words: {lowercase: true, emoji: true}}",
            "case seldom matters; %s of the texts have emoji".formatted(withEmoji))
        : line("      tokenizer: {words: {lowercase: true}}", "case seldom matters");
  }

  private String column() {
    return texts.size() == 1
        ? line(
            "      column: " + YamlWord.of(texts.get(0).name()),
            Yaml.comment(texts.get(0).reason()) + others())
        : line(
            "      columns: " + Yaml.list(texts.stream().map(ColumnProfile::name).toList()),
            "read one after the other; for only one: init --text" + others());
  }

  /** Other columns that may hold texts but that this config does not read. */
  private String others() {
    List<String> names =
        draft.columns().stream()
            .filter(
                c ->
                    !texts.contains(c)
                        && !target.columns().contains(c)
                        && (c.is(Kind.TEXT) || c.mayBeText()))
            .map(c -> "'" + Yaml.comment(c.name()) + "'")
            .toList();
    return names.isEmpty()
        ? ""
        : "; not read, but perhaps texts too: " + String.join(", ", names) + " (init --text)";
  }

  private void count() {
    Rows training =
        RowSplit.split(draft.source(), split.spec(), draft.all(), target.stratum())
            .get(Part.TRAINING);
    withEmoji =
        IntStream.range(0, training.size())
            .filter(
                i ->
                    texts.stream()
                        .anyMatch(text -> Emoji.isIn(training.value(i, draft.indexOf(text)))))
            .count();
    readsEmoji = withEmoji * SHARE_OF_EMOJI >= training.size();
    Tokenizer tokenizer =
        Tokenizers.create(
            characters.isPresent()
                ? new TokenizerSpec.Characters(true)
                : new TokenizerSpec.Words(
                    true, false, TokenizerSpec.Words.Unspaced.RUN, readsEmoji, 1));
    int[] tokensOf = new int[training.size()]; // with the separators between columns
    for (int i = 0; i < tokensOf.length; i++) {
      tokensOf[i] = texts.size() - 1;
      for (ColumnProfile text : texts) {
        String cell = training.value(i, draft.indexOf(text));
        List<String> tokens = tokenizer.tokens(NormalForm.NFC.of(cell));
        tokensOf[i] += tokens.size();
        tokens.forEach(token -> counts.merge(token, 1, Integer::sum));
      }
    }
    lengths = TokenLengths.of(tokensOf).ofDocuments();
    features = new FeaturesDraft(draft, target.columns(), training).line(texts);
  }

  private static String line(String yaml, String why) {
    return Drafts.line(yaml, why);
  }
}
