package dev.sluice.config;

import java.util.List;
import java.util.Optional;

/** A piece of YAML with its place; files, overrides and defaults all become nodes. */
sealed interface Node {
  Origin at();

  /**
   * A word, a number, a text or nothing.
   *
   * @param plain whether it has no quotes and is not a block scalar, so that {@code 1} is a number;
   *     also true of the values of variables
   */
  record Scalar(String text, boolean plain, Origin at) implements Node {
    /** Whether it is null by YAML's core schema; a variable never is. */
    boolean isNull() {
      return plain
          && !(at instanceof Origin.WithVariables)
          && (text.isEmpty()
              || text.equals("~")
              || text.equals("null")
              || text.equals("Null")
              || text.equals("NULL"));
    }
  }

  record Sequence(List<Node> items, Origin at) implements Node {}

  /** A map; no key occurs twice. */
  record Mapping(List<Entry> entries, Origin at) implements Node {
    Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }
  }

  /** Something that was refused while reading; its problem has been reported. */
  record Refused(Origin at) implements Node {}

  /**
   * A key and its value.
   *
   * @param at the place of the key
   */
  record Entry(String key, Origin at, Node value) {}
}
