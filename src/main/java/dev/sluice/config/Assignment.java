package dev.sluice.config;

import dev.sluice.config.Section.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An override from the command line: {@code training.optimizer.adam.learning_rate=0.01}. It changes
 * the nodes before anything is bound, so that its value is read, checked and located as if it were
 * in the file.
 *
 * @param text as given
 * @param steps keys, and indices of lists as digits; at least one
 */
record Assignment(String text, List<String> steps, Node value) {

  /** Empty if the text is not an assignment; this is then added to the findings. */
  static Optional<Assignment> parse(String text, Variables variables, Findings findings) {
    Origin at = new Origin.InOverride(text);
    int equals = positionOfEquals(text);
    Optional<List<String>> steps =
        equals < 0 ? Optional.empty() : KeyPath.steps(text.substring(0, equals).strip());
    if (steps.isEmpty()) {
      findings.add(
          at,
          KeyPath.ROOT,
          "expected path=value",
          "for example  training.epochs=5  or  network[0].embedding.size=32");
      return Optional.empty();
    }
    if (steps.get().equals(List.of("extends"))) {
      findings.add(
          at,
          "extends",
          "only a file can extend another",
          "write a config of one line,  extends: ...,  and use that");
      return Optional.empty();
    }
    return YamlText.read(text.substring(equals + 1), (line, column) -> at, findings)
        .map(value -> variables.replaceIn(value, findings))
        .map(value -> new Assignment(text, steps.get(), value));
  }

  /** The position of the first one outside quotes. */
  private static int positionOfEquals(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '=' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /** The config with this value in its place. Unknown keys are added and left to the binder. */
  Node applyTo(Node root, Class<? extends Record> type, Findings findings) {
    return new Application(findings)
        .set(Optional.of(root), Optional.of(new ValueType.Body(type)), KeyPath.ROOT, 0);
  }

  /** Walks down the steps and builds the changed nodes on the way back up. */
  private final class Application {
    private final Origin at = new Origin.InOverride(text);
    private final Findings findings;

    Application(Findings findings) {
      this.findings = findings;
    }

    /**
     * @param current the node there, if any
     * @param type the type expected there, if it is known
     * @param path of the node
     * @param depth the number of steps that lead there
     */
    Node set(Optional<Node> current, Optional<ValueType> type, String path, int depth) {
      if (depth == steps.size()) {
        return value;
      }
      if (type.orElse(null) instanceof ValueType.ListOrMap both) {
        return set(current, Optional.of(both.with(steps.get(depth), current)), path, depth);
      }
      if (type.orElse(null) instanceof ValueType.Items items) {
        return setItem(current, items, path, depth);
      }
      if (type.orElse(null) instanceof ValueType.Choice choice) {
        return setKind(current, choice, path, depth);
      }
      String step = steps.get(depth);
      Optional<ValueType> inner = Optional.empty();
      if (type.orElse(null) instanceof ValueType.Body body) {
        inner = body.section().find(step).map(Key::type);
      } else if (type.orElse(null) instanceof ValueType.Entries entries) {
        inner = Optional.of(entries.value());
      }
      return setKey(current, inner, path, depth);
    }

    private Node setKey(Optional<Node> current, Optional<ValueType> inner, String path, int depth) {
      Node.Mapping mapping =
          current.orElse(null) instanceof Node.Mapping written
              ? written
              : new Node.Mapping(List.of(), at);
      String key = steps.get(depth);
      String keyPath = KeyPath.child(path, key);
      boolean isLast = depth + 1 == steps.size();
      List<Node.Entry> entries = new ArrayList<>();
      for (Node.Entry entry : mapping.entries()) {
        if (entry.key().equals(key)) {
          Node changed = set(Optional.of(entry.value()), inner, keyPath, depth + 1);
          entries.add(new Node.Entry(key, isLast ? at : entry.at(), changed));
        } else {
          entries.add(entry);
        }
      }
      if (mapping.find(key).isEmpty()) {
        Node added = set(Optional.empty(), inner, keyPath, depth + 1);
        entries.add(new Node.Entry(key, at, added));
      }
      return new Node.Mapping(entries, mapping.at());
    }

    /** A different kind replaces the present one; the same kind is changed. */
    private Node setKind(Optional<Node> current, ValueType.Choice choice, String path, int depth) {
      String step = steps.get(depth);
      Optional<Node.Entry> chosen = current.flatMap(this::chosen);
      Optional<ValueType> inner = choice.find(step).map(body -> body);
      if (chosen.isPresent() && inner.isEmpty() && isKeyOf(choice, chosen.get().key(), step)) {
        String kind = chosen.get().key();
        findings.add(
            at,
            KeyPath.child(path, step),
            "'%s' is a key of %s".formatted(step, kind),
            "write  " + KeyPath.child(KeyPath.child(path, kind), step));
        return current.get();
      }
      Optional<Node> same =
          chosen
              .filter(entry -> entry.key().equals(step))
              .map(entry -> new Node.Mapping(List.of(entry), entry.at()));
      return setKey(same, inner, path, depth);
    }

    private Optional<Node.Entry> chosen(Node current) {
      if (current instanceof Node.Scalar word && !word.isNull()) {
        Node body = new Node.Mapping(List.of(), word.at());
        return Optional.of(new Node.Entry(word.text(), word.at(), body));
      }
      return current instanceof Node.Mapping mapping && mapping.entries().size() == 1
          ? Optional.of(mapping.entries().get(0))
          : Optional.empty();
    }

    private static boolean isKeyOf(ValueType.Choice choice, String kind, String key) {
      return choice.find(kind).flatMap(body -> body.section().find(key)).isPresent();
    }

    private Node setItem(Optional<Node> current, ValueType.Items type, String path, int depth) {
      if (!(current.orElse(null) instanceof Node.Sequence sequence)) {
        findings.add(
            at,
            path,
            "the config has no list there",
            "set the whole list:  --set '%s=[...]'".formatted(path));
        return current.orElse(new Node.Refused(at));
      }
      String step = steps.get(depth);
      int size = sequence.items().size();
      if (!KeyPath.isIndex(step) || Integer.parseInt(step) >= size) {
        String indices = size == 0 ? "the list is empty" : "it has the entries 0 to " + (size - 1);
        findings.add(at, path, "there is no entry '%s'".formatted(step), indices);
        return sequence;
      }
      int index = Integer.parseInt(step);
      List<Node> items = new ArrayList<>(sequence.items());
      items.set(
          index,
          set(
              Optional.of(items.get(index)),
              Optional.of(type.item()),
              KeyPath.item(path, index),
              depth + 1));
      return new Node.Sequence(items, sequence.at());
    }
  }
}
