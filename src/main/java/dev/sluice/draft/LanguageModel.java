package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import java.util.Optional;

/** What the configs of all language models share: from the input to the training. */
final class LanguageModel {
  private static final long LARGE = 20_000_000; // bytes, from which words occur often enough
  private static final long SMALL = 200_000; // bytes

  private LanguageModel() {}

  /**
   * @param column of the texts; empty for the only one of a plain file
   * @param bytes that the texts have
   */
  static String text(Effort effort, Optional<ColumnProfile> column, long bytes) {
    boolean words = bytes >= LARGE;
    String read = column.map(of -> "column: %s, ".formatted(YamlWord.of(of.name()))).orElse("");
    return (words
            ? Drafts.line(
                "  input: {text: {%stokenizer: {words: {}}, vocabulary: {size: 20000, min_count: 2}}}"
                    .formatted(read),
                "large enough for words to be frequent")
            : Drafts.line(
                "  input: {text: {%stokenizer: {characters: {lowercase: false}}}}".formatted(read),
                "%s bytes are too few for words: predicts the next character".formatted(bytes)))
        + Drafts.line("  target: {next: {}}", "the token that comes next")
        + Drafts.noOther(effort, "a language model")
        + "network:\n"
        + Drafts.line(
            "  - embedding: {size: %s}".formatted(words ? 128 : 32),
            "a vector for each token of the vocabulary")
        + Drafts.line(
            "  - lstm: {units: %s}".formatted(bytes < SMALL ? 64 : 256),
            bytes < SMALL
                ? "a larger one would memorize so little text"
                : "a larger one writes better and takes longer")
        + Drafts.line("  - dropout: {rate: 0.2}", "the less text, the higher")
        + Drafts.training(20, 16, "0.004", 3);
  }
}
