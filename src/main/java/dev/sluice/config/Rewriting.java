package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Brings a file up to date: its tree, which is then bound, and its text, with all comments and
 * layout, which the user may keep. Not thread-safe; for a single file.
 */
final class Rewriting {
  /**
   * @param line counted from 1, as is the column; both in code points
   */
  private record Edit(int line, int column, String old, String text) {}

  private final Findings findings;
  private final List<Edit> edits = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();
  private Node root;

  Rewriting(Node root, Findings findings) {
    this.root = root;
    this.findings = findings;
  }

  Node root() {
    return root;
  }

  /** What was out of date, each with its place. */
  List<Problem> warnings() {
    return warnings;
  }

  // What a migration may do

  /** Renames a key, if it is there: {@code training.rate} becomes {@code .step_size}. */
  void rename(String path, String name) {
    List<String> steps = KeyPath.steps(path).orElseThrow();
    root = changed(root, steps, 0, entry -> renamed(entry, name));
  }

  /** Changes the value of a key, if the key is there and has a scalar value. */
  void replace(String path, String value) {
    List<String> steps = KeyPath.steps(path).orElseThrow();
    root = changed(root, steps, 0, entry -> replaced(entry, value));
  }

  /**
   * Removes a key from the tree, leaving the text as it is.
   *
   * @return whether it was there
   */
  boolean remove(String path) {
    Optional<List<String>> steps = KeyPath.steps(path);
    Node before = root;
    root = steps.map(known -> without(before, known)).orElse(before);
    return root != before;
  }

  private static Node without(Node node, List<String> steps) {
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    if (node instanceof Node.Sequence sequence && !rest.isEmpty()) {
      int index = KeyPath.isIndex(step) ? Integer.parseInt(step) : sequence.items().size();
      if (index < sequence.items().size()) {
        List<Node> items = new ArrayList<>(sequence.items());
        items.set(index, without(items.get(index), rest));
        return items.equals(sequence.items()) ? node : new Node.Sequence(items, sequence.at());
      }
    }
    if (node instanceof Node.Mapping mapping && mapping.find(step).isPresent()) {
      List<Node.Entry> entries = new ArrayList<>(mapping.entries());
      Node.Entry entry = mapping.find(step).get();
      int at = entries.indexOf(entry);
      if (rest.isEmpty()) {
        entries.remove(at);
      } else {
        entries.set(at, new Node.Entry(step, entry.at(), without(entry.value(), rest)));
      }
      return entries.equals(mapping.entries()) ? node : new Node.Mapping(entries, mapping.at());
    }
    return node;
  }

  void warn(Origin at, String path, String what, String advice) {
    warnings.add(new Problem(path, at.location(), what, advice));
  }

  private static Node changed(
      Node node, List<String> steps, int depth, UnaryOperator<Node.Entry> change) {
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry entry : mapping.entries()) {
      if (!entry.key().equals(steps.get(depth))) {
        entries.add(entry);
      } else if (depth + 1 == steps.size()) {
        entries.add(change.apply(entry));
      } else {
        Node value = changed(entry.value(), steps, depth + 1, change);
        entries.add(new Node.Entry(entry.key(), entry.at(), value));
      }
    }
    return new Node.Mapping(entries, mapping.at());
  }

  private Node.Entry renamed(Node.Entry entry, String name) {
    edit(entry.at(), entry.key(), name);
    return new Node.Entry(name, entry.at(), entry.value());
  }

  private Node.Entry replaced(Node.Entry entry, String value) {
    if (!(entry.value() instanceof Node.Scalar scalar)) {
      return entry;
    }
    edit(scalar.at(), scalar.text(), value);
    return new Node.Entry(entry.key(), entry.at(), new Node.Scalar(value, true, scalar.at()));
  }

  private void edit(Origin at, String old, String text) {
    if (at instanceof Origin.InFile in) {
      edits.add(new Edit(in.line(), in.column(), old, text));
    }
  }

  // Former names

  /** Renames the keys that have former names, wherever they are. */
  void useCurrentNames(ValueType type) {
    root = current(root, type, KeyPath.ROOT);
  }

  private Node current(Node node, ValueType type, String path) {
    if (type instanceof ValueType.ListOrMap both) {
      return current(node, both.like(node), path);
    }
    if (type instanceof ValueType.Items items && node instanceof Node.Sequence sequence) {
      List<Node> changed = new ArrayList<>();
      for (Node item : sequence.items()) {
        changed.add(current(item, items.item(), KeyPath.item(path, changed.size())));
      }
      return new Node.Sequence(changed, sequence.at());
    }
    if (!(node instanceof Node.Mapping mapping)) {
      return node;
    }
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry written : mapping.entries()) {
      Node.Entry entry =
          type instanceof ValueType.Body body ? current(written, body, mapping, path) : written;
      Optional<ValueType> inner = inner(type, entry.key());
      String keyPath = KeyPath.child(path, entry.key());
      entries.add(
          inner.isPresent()
              ? new Node.Entry(
                  entry.key(), entry.at(), current(entry.value(), inner.get(), keyPath))
              : entry);
    }
    return new Node.Mapping(entries, mapping.at());
  }

  private Node.Entry current(
      Node.Entry written, ValueType.Body body, Node.Mapping mapping, String path) {
    Optional<Key> key = body.section().findFormer(written.key());
    if (key.isEmpty()) {
      return written;
    }
    String name = key.get().name();
    String keyPath = KeyPath.child(path, written.key());
    if (mapping.find(name).isPresent()) {
      findings.add(
          written.at(),
          keyPath,
          "'%s' is the former name of '%s', and both are given".formatted(written.key(), name),
          "remove '%s'".formatted(written.key()));
      return written;
    }
    warn(written.at(), keyPath, "'%s' is now called '%s'".formatted(written.key(), name), "");
    return renamed(written, name);
  }

  private static Optional<ValueType> inner(ValueType type, String key) {
    if (type instanceof ValueType.Body body) {
      return body.section().find(key).map(Key::type);
    }
    if (type instanceof ValueType.Choice choice) {
      return choice.find(key).map(body -> body);
    }
    return type instanceof ValueType.Entries entries
        ? Optional.of(entries.value())
        : Optional.empty();
  }

  // The text

  /** The text with all changes in it. Its line endings are kept. */
  String applyTo(String text) {
    StringBuilder result = new StringBuilder(text);
    edits.stream()
        .sorted(Comparator.comparingInt(Edit::line).thenComparingInt(Edit::column).reversed())
        .forEach(
            edit -> {
              int start = position(text, edit);
              char sign = text.charAt(start);
              int from = sign == '"' || sign == '\'' ? start + 1 : start; // keep the quotes
              if (text.startsWith(edit.old(), from)) { // otherwise it has escapes and is kept
                result.replace(from, from + edit.old().length(), edit.text());
              }
            });
    return result.toString();
  }

  private static int position(String text, Edit edit) {
    int start = 0;
    for (int line = 1; line < edit.line(); line++) {
      while (text.charAt(start) != '\n' && text.charAt(start) != '\r') {
        start++;
      }
      start += text.startsWith("\r\n", start) ? 2 : 1;
    }
    return text.offsetByCodePoints(start, edit.column() - 1);
  }
}
