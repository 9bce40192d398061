package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.spec.NearNames;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keys that no section has where they stand; says which key or which place was probably meant. */
final class UnknownKeys {
  private record UnknownKey(Node.Entry entry, String sectionPath, Section section) {}

  private final Class<? extends Record> root;
  private final Places places;
  private final Findings findings;
  private final List<UnknownKey> unknown = new ArrayList<>();

  UnknownKeys(Class<? extends Record> root, Places places, Findings findings) {
    this.root = root;
    this.places = places;
    this.findings = findings;
  }

  void add(Node.Entry entry, String sectionPath, Section section) {
    unknown.add(new UnknownKey(entry, sectionPath, section));
  }

  /** Called once all places are known, which tell the sections in use from the others. */
  void report() {
    for (UnknownKey key : unknown) {
      findings.add(
          key.entry.at(),
          KeyPath.child(key.sectionPath, key.entry.key()),
          "unknown key",
          suggestion(key));
    }
  }

  private String suggestion(UnknownKey key) {
    Optional<String> near = NearNames.nearest(key.entry.key(), key.section.names());
    String hint =
        near.map("did you mean '%s'?\n"::formatted).orElseGet(() -> belongsUnder(key.entry.key()));
    if (key.section.keys().isEmpty()) {
      return hint + nameOf(key.sectionPath) + " has no keys";
    }
    String start = key.sectionPath.isEmpty() ? "keys:" : "keys of " + nameOf(key.sectionPath) + ":";
    return hint + Shown.listed(start, key.section.summaries());
  }

  /** The last step of a path, or all of it where that is only an index. */
  private static String nameOf(String path) {
    if (path.endsWith("]")) {
      return path;
    }
    int start = KeyPath.parent(path).orElseThrow().length();
    return path.startsWith(".", start) ? path.substring(start + 1) : path.substring(start);
  }

  private String belongsUnder(String key) {
    List<String> sections = new ArrayList<>();
    collect(key, Section.of(root), KeyPath.ROOT, new HashSet<>(), sections);
    List<String> used = sections.stream().filter(places::hasPattern).toList();
    List<String> likely = used.isEmpty() ? sections : used;
    if (likely.isEmpty() || likely.size() > 3) {
      return "";
    }
    return likely.get(0).isEmpty() && likely.size() == 1
        ? "it belongs to no section: begin its line in the first column\n"
        : "it belongs under %s\n"
            .formatted(
                Shown.joined(
                    likely.stream().map(path -> path.isEmpty() ? "no section" : path).toList(),
                    "or"));
  }

  /** The sections that have a key of this name, depth first. */
  private static void collect(
      String key, Section section, String path, Set<Section> above, List<String> sections) {
    if (!above.add(section)) {
      return; // a schedule within a schedule
    }
    if (section.find(key).isPresent()) {
      sections.add(path);
    }
    for (Key inner : section.keys()) {
      collect(key, inner.type(), KeyPath.child(path, inner.name()), above, sections);
    }
    above.remove(section);
  }

  private static void collect(
      String key, ValueType type, String path, Set<Section> above, List<String> sections) {
    if (type instanceof ValueType.Body body) {
      collect(key, body.section(), path, above, sections);
    } else if (type instanceof ValueType.Items items) {
      collect(key, items.item(), path + "[i]", above, sections);
    } else if (type instanceof ValueType.Choice choice) {
      if (choice.names().contains(key)) {
        sections.add(path);
      }
      for (String name : choice.names()) {
        String kindPath = KeyPath.child(path, name);
        collect(key, choice.find(name).orElseThrow().section(), kindPath, above, sections);
      }
    }
  }
}
