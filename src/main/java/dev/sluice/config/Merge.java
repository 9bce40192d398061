package dev.sluice.config;

import dev.sluice.config.Section.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Merges a file into its parent. Maps are merged key by key. Lists, choices and maps that have
 * exactly one key are replaced: a mixture of two layers, optimizers or shares makes no sense.
 */
final class Merge {
  private final Map<String, Origin> replaced = new HashMap<>();

  /** Places where the parent defines what is replaced as a whole, by path. */
  Map<String, Origin> replaced() {
    return replaced;
  }

  /**
   * @param path of both nodes
   */
  Node of(Node child, Node parent, ValueType type, String path) {
    if (type instanceof ValueType.ListOrMap both && both.like(child) == both.like(parent)) {
      return of(child, parent, both.like(child), path);
    }
    if (type instanceof ValueType.Body body && body.section().exclusive().isEmpty()) {
      return merged(child, parent, path, key -> body.section().find(key).map(Key::type));
    }
    if (type instanceof ValueType.Entries entries) {
      return merged(child, parent, path, key -> Optional.of(entries.value()));
    }
    replaced.put(path, parent.at());
    return child;
  }

  private Node merged(
      Node child, Node parent, String path, Function<String, Optional<ValueType>> types) {
    if (isSilent(child)) {
      return parent;
    }
    if (!(child instanceof Node.Mapping over) || !(parent instanceof Node.Mapping under)) {
      return child;
    }
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry entry : over.entries()) {
      Optional<Node.Entry> inherited = under.find(entry.key());
      Optional<ValueType> type = types.apply(entry.key());
      entries.add(
          inherited.isPresent() && type.isPresent()
              ? new Node.Entry(
                  entry.key(),
                  entry.at(),
                  of(
                      entry.value(),
                      inherited.get().value(),
                      type.get(),
                      KeyPath.child(path, entry.key())))
              : entry);
    }
    for (Node.Entry entry : under.entries()) {
      if (over.find(entry.key()).isEmpty()) {
        entries.add(entry);
      }
    }
    return new Node.Mapping(entries, over.at());
  }

  /** Handles {@code training:} with nothing after it; {@code null} removes what the parent says. */
  private static boolean isSilent(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isNull() && scalar.text().isEmpty();
  }
}
