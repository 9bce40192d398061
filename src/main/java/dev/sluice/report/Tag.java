package dev.sluice.report;

import dev.sluice.problem.Shortened;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * An element of a page. Text and attributes are escaped here and nowhere else, so that nothing a
 * user wrote can become markup.
 */
final class Tag {
  private static final Set<String> WITHOUT_CONTENT = Set.of("meta");

  private static final int LONGEST = 2000;

  private final String name;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final StringBuilder content = new StringBuilder();

  Tag(String name) {
    this.name = name;
  }

  /** An element that holds text. */
  static Tag of(String name, String text) {
    return new Tag(name).text(text);
  }

  Tag with(String attribute, String value) {
    attributes.put(attribute, value);
    return this;
  }

  /** Adds a class to those it has. */
  Tag classed(String name) {
    attributes.merge("class", name, (old, added) -> old + " " + added);
    return this;
  }

  /** Text, the middle of a long one left out unless it is code. */
  Tag text(String text) {
    content.append(escape(name.equals("code") ? text : Shortened.to(LONGEST, text)));
    return this;
  }

  Tag add(Tag child) {
    content.append(child.markup()).append('\n');
    return this;
  }

  /** As {@link #add}, without a line end, which some styles show. */
  Tag addInLine(Tag child) {
    content.append(child.markup());
    return this;
  }

  Tag addAll(Iterable<Tag> children) {
    children.forEach(this::add);
    return this;
  }

  /**
   * The content of a script or a style, in which there are no escapes and which ends only at its
   * end tag.
   */
  Tag raw(String code) {
    if (code.contains("</" + name) || code.contains("<!--")) {
      throw new IllegalArgumentException("the code would end the element " + name);
    }
    content.append(code);
    return this;
  }

  String markup() {
    StringBuilder start = new StringBuilder("<").append(name);
    attributes.forEach(
        (key, value) ->
            start.append(' ').append(key).append("=\"").append(escape(value)).append('"'));
    if (WITHOUT_CONTENT.contains(name)) {
      return start.append('>').toString();
    }
    return start.append('>').append(content).append("</").append(name).append('>').toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
