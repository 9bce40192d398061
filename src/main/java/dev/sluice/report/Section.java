package dev.sluice.report;

import java.util.Locale;
import java.util.Map;

/**
 * A part of the page, which the navigation names.
 *
 * @param content what stands below the heading
 * @param charts plain values for {@code report.js}, by the id of the element that shows them
 */
record Section(String heading, Tag content, Map<String, Object> charts) {
  Section(String heading, Tag content) {
    this(heading, content, Map.of());
  }

  /** Where a section's content is added. */
  static Tag begin() {
    return new Tag("div");
  }

  Tag tag() {
    return new Tag("section")
        .with("id", id())
        .with("aria-label", heading)
        .add(Tag.of("h2", heading))
        .add(content);
  }

  static String capitalised(String words) {
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** A link to it. */
  Tag link() {
    return Tag.of("a", heading).with("href", "#" + id());
  }

  private String id() {
    return "section-" + heading.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  /** A placeholder for a chart. */
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

  /** A token, with white space shown as symbols. */
  static String token(String token) {
    return token.isBlank()
        ? token.replace(' ', '\u2423').replace('\n', '\u23ce').replace('\t', '\u21e5')
        : token;
  }

  /** Content that most readers skip. */
  static Tag folded(String summary, Tag content) {
    return new Tag("details").add(Tag.of("summary", summary)).add(content);
  }
}
