package dev.sluice.draft;

import dev.sluice.problem.YamlWord;
import java.util.Optional;
import java.util.Set;

/** Everything in a tagger's config after its source. */
final class TaggerText {
  private TaggerText() {}

  /**
   * @param effort how much time the training may take
   * @param by the column that identifies the sentence, where the words are rows of a table
   * @param tags all tags that occur
   * @param drawn how the parts are drawn
   */
  static String of(
      Effort effort,
      String words,
      Optional<String> by,
      String target,
      Set<String> tags,
      String drawn) {
    boolean spans =
        tags.stream().allMatch(tag -> tag.matches("O|[BI]-.+"))
            && tags.stream().anyMatch(tag -> tag.startsWith("B-"));
    return SplitChoice.drawn(drawn).line()
        + "  input:\n    tokens:\n"
        + "      column: %s\n".formatted(YamlWord.of(words))
        + by.map(column -> "      by: %s\n".formatted(YamlWord.of(column))).orElse("")
        + Drafts.line(
            "      vocabulary: {size: 20000, min_count: 2}",
            "words seen once train the vector of unknown ones")
        + (effort == Effort.FAST
            ? ""
            : Drafts.line(
                "      characters: {lstm: {units: 25}}",
                "endings and capitals help with unknown words"))
        + (spans
            ? Drafts.line(
                "  target: {tags: {column: %s, scheme: iob2, crf: {}}}"
                    .formatted(YamlWord.of(target)),
                "all tags are O, B- or I-: they mark spans, and a tag depends on the one before")
            : Drafts.line(
                "  target: {tags: {column: %s}}".formatted(YamlWord.of(target)),
                "%s different tags".formatted(tags.size())))
        + network(effort, spans);
  }

  private static String network(Effort effort, boolean spans) {
    boolean fast = effort == Effort.FAST;
    boolean several = effort == Effort.BEST && !spans; // the path of a crf is that of one network
    return (fast
            ? "# --fast: words without their characters, a small layer and few epochs\n"
            : several ? "# --best: up to three times the usual time\n" : "")
        + (effort == Effort.BEST && spans ? Drafts.noOther(effort, "a tagger with a crf") : "")
        + "network:\n"
        + Drafts.line("  - embedding: {size: 50}", "a vector for each word of the vocabulary")
        + Drafts.line(
            "  - bidirectional: {layer: {lstm: {units: %s, dropout: 0.4}}}"
                .formatted(fast ? 25 : 50),
            "a word's tag depends on the words on both sides")
        + Drafts.training(fast ? 5 : 20, 16, "0.005", 3)
        + (several ? Drafts.ensemble() : "");
  }
}
