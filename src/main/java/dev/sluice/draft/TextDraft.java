package dev.sluice.draft;

import dev.sluice.draft.ColumnProfile.Kind;
import dev.sluice.frame.NormalForm;
import dev.sluice.frame.Part;
import dev.sluice.frame.RowSplit;
import dev.sluice.frame.Rows;
import dev.sluice.input.text.Tokenizer;
import dev.sluice.input.text.Tokenizers;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.TokenizerSpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A classifier of texts. */
final class TextDraft {
  private static final int SHORTEST = 5;
  private static final int LONGEST = 400; // tokens; the time of a step grows with them
  private static final int LARGEST_VOCABULARY = 20_000;
  private static final double WORDS_OF_ONE = 1.5;
  private static final double WORDS_OF_A_SHORT_TEXT = 3;
  private static final int FEW_TEXTS = 1_000;
  private static final List<String> POSITIVE =
      List.of("positive", "pos", "yes", "true", "spam", "1");

  /** What is chosen from the texts is chosen from those that train. */
  private static final SplitSpec SPLIT =
      new SplitSpec(Optional.of(part(0.1)), Optional.of(part(0.2)), 7);

  private final Draft draft;
  private final ColumnProfile target;
  private final ColumnProfile text;
  private final Optional<String> characters; // why the texts are read by characters
  private int[] lengths; // tokens of each text of the training part, ascending
  private final Map<String, Integer> counts = new HashMap<>();

  TextDraft(Draft draft, ColumnProfile target, ColumnProfile text) {
    this.draft = draft;
    this.target = target;
    this.text = text;
    this.characters = whyCharacters(text);
  }

  private static Optional<String> whyCharacters(ColumnProfile text) {
    if (text.reason().equals(ColumnProfile.UNSPACED)) {
      return Optional.of("the texts have no blanks between words");
    }
    double words = text.wordsPerRow();
    if (words < WORDS_OF_ONE) {
      return Optional.of("the texts are about one word each: what tells is inside it");
    }
    return words < WORDS_OF_A_SHORT_TEXT && mostWordsStandOnce(text)
        ? Optional.of("the texts are short, and most of their words stand in one only")
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
    int size = Math.min(LARGEST_VOCABULARY, roundUp(repeated + 2, 100));
    int usual = quantile(0.95);
    int most = mostTokens(usual);
    long longer = Arrays.stream(lengths).filter(length -> length > most).count();
    int units = lengths.length < FEW_TEXTS ? 32 : 64;
    String dropout = lengths.length < 5_000 ? "0.4" : "0.2";
    return draft.beginning(
            "A classifier of texts: '%s' from '%s'"
                .formatted(Yaml.comment(target.name()), Yaml.comment(text.name())))
        + line(
            "  split: {validation: {share: %s}, test: {share: %s}, seed: %s}"
                .formatted(share(SPLIT.validation()), share(SPLIT.test()), SPLIT.randomSeed()),
            "drawn at random, each class by itself")
        + "  input:\n    text:\n"
        + line("      column: " + Yaml.text(text.name()), Yaml.comment(text.reason()) + others())
        + characters
            .map(why -> line("      tokenizer: {characters: {}}", why))
            .orElseGet(
                () ->
                    line(
                        "      tokenizer: {words: {lowercase: true}}",
                        "words are usually a matter of meaning, not of case"))
        + line(
            "      vocabulary: {size: %s, min_count: 2}".formatted(size),
            "%s different tokens to learn from, %s of them seen twice or more%s"
                .formatted(
                    counts.size(), repeated, repeated + 2 > size ? ": the most frequent" : ""))
        + line(
            "      max_length: " + most,
            "tokens: half of these texts have up to %s, 95 %% up to %s, the longest %s; %s cut"
                .formatted(
                    quantile(0.5),
                    usual,
                    lengths[lengths.length - 1],
                    longer == 0 ? "none is" : longer == 1 ? "1 is" : longer + " are"))
        + line("      keep: start", "of longer texts: start, end or both")
        + targetLine()
        + "network:\n"
        + line(
            "  - embedding: {size: %s}".formatted(units),
            "a vector for each token of the vocabulary")
        + line(
            "  - lstm: {units: %s, dropout: %s}".formatted(units, dropout),
            "%s texts to learn from are %s"
                .formatted(
                    lengths.length,
                    lengths.length < 5_000 ? "few: much dropout" : "many: little dropout"))
        + "training:\n"
        + line("  epochs: 20", "at most, early_stopping ends it sooner")
        + "  batch_size: 32\n  optimizer: {adam: {learning_rate: 0.002}}\n"
        + line("  gradient_clipping: {global_norm: 1.0}", "long texts may make gradients explode")
        + line(
            "  early_stopping: {monitor: loss, patience: 3}",
            "the best epoch on the validation part is kept");
  }

  /** Columns that may hold texts as well, which one config does not read. */
  private String others() {
    List<String> names =
        draft.columns().stream()
            .filter(c -> c != text && c != target && (c.is(Kind.TEXT) || c.mayBeText()))
            .map(c -> "'" + Yaml.comment(c.name()) + "'")
            .toList();
    return names.isEmpty()
        ? ""
        : "; not read, and perhaps texts too: " + String.join(", ", names) + " (init --text)";
  }

  private static SplitSpec.Part part(double share) {
    return new SplitSpec.Part(
        Optional.of(share),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static String share(Optional<SplitSpec.Part> part) {
    return part.flatMap(SplitSpec.Part::share).orElseThrow().toString();
  }

  private String targetLine() {
    Map<String, Integer> rows = draft.classes(target);
    List<String> classes = rows.keySet().stream().sorted().toList();
    String positive = "";
    if (classes.size() == 2) {
      String second =
          classes.stream()
              .filter(c -> POSITIVE.contains(c.toLowerCase(Locale.ROOT)))
              .findFirst()
              .orElse(classes.get(1));
      positive = ", positive: " + Yaml.text(second);
    }
    StringBuilder why = new StringBuilder();
    for (String name : classes.subList(0, Math.min(6, classes.size()))) {
      why.append(why.length() == 0 ? "" : ", ");
      why.append(ColumnProfile.shownClass(name)).append(' ').append(rows.get(name));
    }
    if (classes.size() > 6) {
      why.append(", ... (%s classes)".formatted(classes.size()));
    }
    String note =
        classes.stream()
            .filter(name -> ColumnProfile.isMissing(name.strip()))
            .findFirst()
            .map(
                name ->
                    "  # '%s' is a class like any other; leave its rows out if it stands for none\n"
                        .formatted(Yaml.comment(name)))
            .orElse("");
    return note
        + line(
            "  target: {class: {column: %s%s}}".formatted(Yaml.text(target.name()), positive),
            Yaml.comment("rows: " + why));
  }

  private void count() {
    Tokenizer tokenizer =
        Tokenizers.create(
            characters.isPresent()
                ? new TokenizerSpec.Characters(true)
                : new TokenizerSpec.Words(true, false));
    Rows training =
        RowSplit.split(draft.source(), SPLIT, draft.all(), Optional.of(target.name()))
            .get(Part.TRAINING);
    int column = draft.indexOf(text);
    lengths = new int[training.size()];
    for (int i = 0; i < lengths.length; i++) {
      List<String> tokens = tokenizer.tokens(NormalForm.NFC.of(training.value(i, column)));
      lengths[i] = tokens.size();
      tokens.forEach(token -> counts.merge(token, 1, Integer::sum));
    }
    Arrays.sort(lengths);
  }

  /** All of the longest text, unless it is far longer than others. */
  private int mostTokens(int usual) {
    int longest = lengths[lengths.length - 1];
    int wanted = longest <= 2 * usual ? longest : usual;
    return Math.max(SHORTEST, Math.min(LONGEST, roundUp(wanted, SHORTEST)));
  }

  private int quantile(double share) {
    return lengths[Math.max(0, (int) Math.ceil(share * lengths.length) - 1)];
  }

  private static int roundUp(long value, int step) {
    return (int) ((value + step - 1) / step * step);
  }

  private static String line(String yaml, String why) {
    return Drafts.line(yaml, why);
  }
}
