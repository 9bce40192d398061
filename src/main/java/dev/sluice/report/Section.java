package dev.sluice.report;

import java.util.Map;

/**
 * A part of the page.
 *
 * @param charts plain values for {@code report.js}, by the id of the element that shows them
 */
record Section(Tag tag, Map<String, Object> charts) {
  Section(Tag tag) {
    this(tag, Map.of());
  }

  /** Begins a section with its heading. */
  static Tag begin(String heading) {
    return new Tag("section").add(Tag.of("h2", heading));
  }

  /** The place of a chart. */
  static Tag chart(String id, String description) {
    return new Tag("div")
        .with("id", id)
        .classed("chart")
        .with("role", "img")
        .with("aria-label", description);
  }

  static Tag note(String text) {
    return Tag.of("p", text).classed("note");
  }

  /** A token, white space as the signs that stand for it. */
  static String token(String token) {
    return token.isBlank()
        ? token.replace(' ', '\u2423').replace('\n', '\u23ce').replace('\t', '\u21e5')
        : token;
  }

  /** What most readers pass over. */
  static Tag folded(String summary, Tag content) {
    return new Tag("details").add(Tag.of("summary", summary)).add(content);
  }
}
