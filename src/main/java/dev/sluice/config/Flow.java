package dev.sluice.config;

import java.util.stream.Collectors;

/** A node on one line, for messages. */
final class Flow {
  private Flow() {}

  static String text(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return scalar.plain() ? scalar.text() : "'" + Shown.shortened(scalar.text()) + "'";
    }
    if (node instanceof Node.Sequence sequence) {
      return sequence.items().stream().map(Flow::text).collect(Collectors.joining(", ", "[", "]"));
    }
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().stream()
          .map(entry -> entry.key() + ": " + text(entry.value()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    throw new IllegalArgumentException("refused while reading");
  }
}
