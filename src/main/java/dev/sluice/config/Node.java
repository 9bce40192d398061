package dev.sluice.config;

import java.util.List;
import java.util.Optional;

/** A piece of YAML with its place: what files, overrides and defaults have in common. */
sealed interface Node {
  Origin at();

  /**
   * A word, a number, a text or nothing.
   *
   * @param plain whether it stands without quotes and is not a block of text, so that {@code 1} is
   *     a number; also of what variables stand for
   */
  record Scalar(String text, boolean plain, Origin at) implements Node {
    /** Whether it is nothing, by YAML's core schema; a variable always stands for something. */
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

  /** No key stands twice. */
  record Mapping(List<Entry> entries, Origin at) implements Node {
    Optional<Entry> find(String key) {
      return entries.stream().filter(entry -> entry.key().equals(key)).findFirst();
    }
  }

  /** Something that was refused while reading; its problem is reported already. */
  record Refused(Origin at) implements Node {}

  /**
   * A key and its value.
   *
   * @param at the place of the key
   */
  record Entry(String key, Origin at, Node value) {}
}
