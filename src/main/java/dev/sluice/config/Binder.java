package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.spec.InvalidSpecException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Turns nodes into records. A value that cannot be bound is a finding, and its siblings are bound
 * all the same. A record is made only once all its components are there, so that its constructor
 * never complains about values that are wrong by themselves. An empty {@link Optional} that a
 * method returns stands for a value whose problem is reported.
 */
final class Binder {
  private final Findings findings;
  private final boolean isComplete;
  private final Map<String, Origin> replaced;
  private final Places places = new Places();
  private final Set<String> formless = new HashSet<>(); // texts that do not match their pattern
  private final UnknownKeys unknownKeys;

  /**
   * @param isComplete whether all files could be read; if not, missing keys are not reported
   * @param replaced places where a parent defines what the file replaces as a whole, by path
   */
  Binder(
      Class<? extends Record> root,
      boolean isComplete,
      Map<String, Origin> replaced,
      Findings findings) {
    this.isComplete = isComplete;
    this.replaced = replaced;
    this.findings = findings;
    this.unknownKeys = new UnknownKeys(root, places, findings);
  }

  /** Where each value of the config comes from; complete after {@link #bind}. */
  Places places() {
    return places;
  }

  Optional<Record> bind(Node root, Class<? extends Record> type) {
    places.put(KeyPath.ROOT, root.at(), root);
    Optional<Record> bound = section(root, Section.of(type), KeyPath.ROOT).map(Record.class::cast);
    unknownKeys.report();
    return bound;
  }

  /** Binds a single value; its location is within itself, as if it were the whole config. */
  Optional<?> bindValue(Node node, ValueType type) {
    places.put(KeyPath.ROOT, node.at(), node);
    return value(node, type, KeyPath.ROOT);
  }

  private Optional<?> value(Node node, ValueType type, String path) {
    if (node instanceof Node.Refused) {
      return Optional.empty();
    }
    if (type instanceof ValueType.Body body) {
      return section(node, body.section(), path);
    }
    if (type instanceof ValueType.Choice choice) {
      return choice(node, choice, path);
    }
    if (type instanceof ValueType.Items items) {
      return items(node, items, path);
    }
    if (type instanceof ValueType.ListOrMap both) {
      return listOrMap(node, both, path);
    }
    if (type instanceof ValueType.Entries entries) {
      return entries(node, entries, path);
    }
    if (!(node instanceof Node.Scalar scalar) || scalar.isNull()) {
      return unexpected(node, type, path, "");
    }
    if (type instanceof ValueType.Flag) {
      return flag(scalar, type, path);
    }
    if (type instanceof ValueType.Whole whole) {
      return whole(scalar, whole, path);
    }
    if (type instanceof ValueType.Real real) {
      return real(scalar, real, path);
    }
    if (type instanceof ValueType.Word word) {
      return word(scalar, word, path);
    }
    if (type instanceof ValueType.FilePath) {
      return filePath(scalar, type, path);
    }
    return Optional.of(scalar.text()); // numbers and words are both text, as written
  }

  // Maps and lists

  private Optional<?> section(Node node, Section section, String path) {
    if (!(node instanceof Node.Mapping) && !isNothing(node)) {
      return unexpected(node, "a map", path, Hints.forSection(node, section, path));
    }
    Node.Mapping mapping =
        node instanceof Node.Mapping written ? written : new Node.Mapping(List.of(), node.at());
    Set<String> meant = new HashSet<>(); // by keys that are misspelt
    for (Node.Entry entry : mapping.entries()) {
      if (section.find(entry.key()).isEmpty()) {
        unknownKeys.add(entry, path, section).ifPresent(meant::add);
      }
    }
    if (section.parent().map(Key::name).filter(meant::contains).isPresent()) {
      meant.addAll(section.names()); // each of which may be in the file that is meant
    }
    List<Object> values = new ArrayList<>();
    for (Key key : section.keys()) {
      component(mapping, key, path, meant).ifPresent(values::add);
    }
    boolean isWhole = meant.isEmpty() && values.size() == section.keys().size();
    return isWhole ? create(section, values, path) : Optional.empty();
  }

  private Optional<?> component(
      Node.Mapping mapping, Key key, String sectionPath, Set<String> meant) {
    String path = KeyPath.child(sectionPath, key.name());
    Optional<Node.Entry> entry = mapping.find(key.name());
    if (entry.isPresent()) {
      Node node = entry.get().value();
      places.put(path, entry.get().at(), node);
      if (key.isOptional() && isWrittenNull(node)) {
        return Optional.of(Optional.empty());
      }
      if (hasWrongForm(key, node)) {
        String example = key.example().map("for example  "::concat).orElse("");
        unexpected(node, key.form().orElseThrow().as(), path, example);
        formless.add(path); // and continue, to check the rest of the section
      }
      Optional<?> value = value(node, key.type(), path);
      return key.isOptional() && value.isPresent() ? Optional.of(value) : value;
    }
    if (key.isRequired()) {
      if (isComplete && !meant.contains(key.name())) {
        missing(key, path, sectionPath);
      }
      return Optional.empty();
    }
    Origin byDefault = new Origin.ByDefault();
    Node node = key.defaultValue().orElse(new Node.Scalar("", true, byDefault));
    places.put(path, byDefault, node);
    return key.isOptional() ? Optional.of(Optional.empty()) : value(node, key.type(), path);
  }

  /** The record's constructor checks this too, but only once all its other values are right. */
  private static boolean hasWrongForm(Key key, Node node) {
    return key.form().isPresent()
        && node instanceof Node.Scalar scalar
        && !scalar.isNull()
        && !scalar.text().matches(key.form().get().value());
  }

  private void missing(Key key, String path, String sectionPath) {
    String advice =
        key.example()
            .map(example -> "for example  " + key.name() + ": " + example)
            .or(
                () ->
                    key.type() instanceof ValueType.Choice c
                        ? Optional.of(oneOf(c))
                        : Optional.empty())
            .orElse("");
    findings.add(
        places.locate(sectionPath),
        path,
        "this key is required",
        Stream.of(key.doc().orElse(""), advice, replacement(sectionPath))
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n")));
  }

  /** A file that extends another may take the key to be inherited. */
  private String replacement(String sectionPath) {
    for (Optional<String> path = Optional.of(sectionPath);
        path.isPresent();
        path = KeyPath.parent(path.get())) {
      Origin parent = replaced.get(path.get());
      if (parent != null) {
        return "%s replaces everything at %s: repeat what you want to keep"
            .formatted(path.get(), parent.location());
      }
    }
    return "";
  }

  private Optional<?> create(Section section, List<Object> values, String path) {
    try {
      return Optional.of(section.create(values));
    } catch (InvalidSpecException e) {
      for (InvalidSpecException.Fault fault : e.faults()) {
        String faultPath = KeyPath.below(path, fault.key());
        if (formless.contains(faultPath)) {
          continue; // already reported
        }
        findings.add(places.locate(faultPath), faultPath, fault.what(), fault.advice());
      }
      return Optional.empty();
    }
  }

  private Optional<?> choice(Node node, ValueType.Choice choice, String path) {
    if (node instanceof Node.Scalar word && !word.isNull()) {
      Node body = new Node.Mapping(List.of(), word.at());
      return kind(new Node.Entry(word.text(), word.at(), body), choice, path);
    }
    if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
      return unexpected(node, choice, path, oneOf(choice));
    }
    if (mapping.entries().size() == 1) {
      return kind(mapping.entries().get(0), choice, path);
    }
    return severalKeys(mapping, choice, path);
  }

  private Optional<?> kind(Node.Entry entry, ValueType.Choice choice, String path) {
    String kindPath = KeyPath.child(path, entry.key());
    Optional<ValueType.Body> body = choice.find(entry.key());
    if (body.isEmpty()) {
      findings.add(
          entry.at(),
          kindPath,
          "unknown " + choice.noun(),
          Hints.oneOf(entry.key(), choice.names()));
      return Optional.empty();
    }
    places.put(kindPath, entry.at(), entry.value());
    return value(entry.value(), body.get(), kindPath);
  }

  private Optional<?> severalKeys(Node.Mapping mapping, ValueType.Choice choice, String path) {
    Node.Entry first = mapping.entries().get(0);
    Node.Entry second = mapping.entries().get(1);
    Optional<ValueType.Body> body = choice.find(first.key());
    if (body.isPresent()
        && isNothing(first.value())
        && body.get().section().find(second.key()).isPresent()) {
      findings.add(
          second.at(),
          KeyPath.child(path, second.key()),
          "is at the level of '%s', not under it".formatted(first.key()),
          "indent the keys of %s, or write  %s: {%s: ...}"
              .formatted(first.key(), first.key(), second.key()));
      return Optional.empty();
    }
    List<Node.Entry> kinds =
        mapping.entries().stream().filter(entry -> choice.find(entry.key()).isPresent()).toList();
    String noun = choice.noun();
    List<String> keys =
        mapping.entries().stream().map(e -> Shown.shortened(e.key())).limit(6).toList();
    if (kinds.isEmpty()) {
      findings.add(
          mapping.at(),
          path,
          "expected %s, found a map with the keys %s"
              .formatted(choice.expected(), Shown.joined(keys, "and")),
          "write the %s as a map of one key, its name, with its own keys under that\n%s"
              .formatted(noun, oneOf(choice)));
      return Optional.empty();
    }
    findings.add(
        second.at(),
        path,
        "expected one %s, found %s".formatted(noun, Shown.joined(keys, "and")),
        "keep one of them");
    for (Node.Entry kind : kinds) {
      kind(kind, choice, path);
    }
    return Optional.empty();
  }

  private Optional<?> items(Node node, ValueType.Items type, String path) {
    if (!(node instanceof Node.Sequence sequence)) {
      return unexpected(node, type, path, Hints.forItems(node));
    }
    List<Object> items = new ArrayList<>();
    for (int i = 0; i < sequence.items().size(); i++) {
      Node item = sequence.items().get(i);
      String itemPath = KeyPath.item(path, i);
      places.put(itemPath, item.at(), item);
      value(item, type.item(), itemPath).ifPresent(items::add);
    }
    return items.size() == sequence.items().size()
        ? Optional.of(Collections.unmodifiableList(items))
        : Optional.empty();
  }

  private Optional<?> listOrMap(Node node, ValueType.ListOrMap type, String path) {
    if (type.like(node) == type.map()) {
      return section(node, type.map().section(), path);
    }
    if (!(node instanceof Node.Sequence)) {
      return unexpected(node, type, path, Hints.forItems(node));
    }
    return items(node, type.items(), path)
        .flatMap(items -> create(type.section(), List.of(items), path));
  }

  private Optional<?> entries(Node node, ValueType.Entries type, String path) {
    if (!(node instanceof Node.Mapping) && !isNothing(node)) {
      return unexpected(node, type, path, Hints.behindColon(node));
    }
    List<Node.Entry> written = node instanceof Node.Mapping mapping ? mapping.entries() : List.of();
    Map<String, Object> entries = new LinkedHashMap<>();
    for (Node.Entry entry : written) {
      String entryPath = KeyPath.child(path, entry.key());
      places.put(entryPath, entry.at(), entry.value());
      value(entry.value(), type.value(), entryPath).ifPresent(v -> entries.put(entry.key(), v));
    }
    return entries.size() == written.size()
        ? Optional.of(Collections.unmodifiableMap(entries))
        : Optional.empty();
  }

  // Words and numbers

  private Optional<?> flag(Node.Scalar scalar, ValueType type, String path) {
    String text = scalar.text();
    if (scalar.plain() && CoreSchema.isTrue(text)) {
      return Optional.of(true);
    }
    if (scalar.plain() && CoreSchema.isFalse(text)) {
      return Optional.of(false);
    }
    return unexpected(scalar, type, path, Hints.forFlag(scalar));
  }

  private Optional<?> whole(Node.Scalar scalar, ValueType.Whole type, String path) {
    if (!scalar.plain() || !CoreSchema.isWhole(scalar.text())) {
      return unexpected(scalar, type, path, Hints.forWhole(scalar));
    }
    Optional<Long> value = CoreSchema.whole(scalar.text());
    if (value.isEmpty() || value.get() != value.get().intValue() && !type.isLong()) {
      return unexpected(scalar, type.expectedToFit(), path, "");
    }
    if (!type.allows(value.get())) {
      return unexpected(scalar, type, path, "");
    }
    return type.isLong() ? value : Optional.of(value.get().intValue());
  }

  private Optional<?> real(Node.Scalar scalar, ValueType.Real type, String path) {
    if (!scalar.plain() || !CoreSchema.isNumber(scalar.text())) {
      return unexpected(scalar, type, path, Hints.forReal(scalar));
    }
    double value = CoreSchema.number(scalar.text());
    return type.allows(value) ? Optional.of(value) : unexpected(scalar, type, path, "");
  }

  private Optional<?> word(Node.Scalar scalar, ValueType.Word type, String path) {
    List<String> words = type.words();
    int index = words.indexOf(scalar.text());
    if (index >= 0) {
      return Optional.of(type.constants().get(index));
    }
    return unexpected(scalar, type, path, Hints.forWord(scalar, type));
  }

  private Optional<?> filePath(Node.Scalar scalar, ValueType type, String path) {
    if (scalar.text().isBlank()) {
      return unexpected(scalar, type, path, "");
    }
    if (scalar.text().startsWith("~/") || scalar.text().startsWith("~\\")) {
      return unexpected(
          scalar,
          type,
          path,
          "'~' is not expanded: write ${HOME} instead, in quotes within braces");
    }
    try {
      return Optional.of(scalar.at().directory().resolve(scalar.text()).normalize());
    } catch (InvalidPathException e) {
      return unexpected(scalar, type, path, e.getReason());
    }
  }

  // Findings

  private Optional<?> unexpected(Node node, ValueType type, String path, String advice) {
    return unexpected(node, type.expected(), path, advice);
  }

  private Optional<?> unexpected(Node node, String expected, String path, String advice) {
    Origin at = isNothing(node) ? places.locate(path) : node.at();
    findings.add(at, path, "expected %s, found %s".formatted(expected, Shown.found(node)), advice);
    return Optional.empty();
  }

  private static String oneOf(ValueType.Choice choice) {
    return Shown.listed("one of", choice.names());
  }

  private static boolean isNothing(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isNull();
  }

  private static boolean isWrittenNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.isNull() && !scalar.text().isEmpty();
  }
}
