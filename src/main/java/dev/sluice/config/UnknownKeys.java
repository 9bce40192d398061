package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.problem.NearNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reports keys that no section has in their place, and suggests which key or which place was
 * probably meant.
 */
final class UnknownKeys {
  private record UnknownKey(
      Node.Entry entry, String sectionPath, Section section, Optional<String> near) {}

  private final Class<? extends Record> root;
  private final Places places;
  private final Findings findings;
  private final List<UnknownKey> unknown = new ArrayList<>();
  private final Map<String, List<String>> sections =
      new HashMap<>(); // that have a key, by its name
  private final Set<String> inUse = new HashSet<>(); // sections of the config, by their pattern

  UnknownKeys(Class<? extends Record> root, Places places, Findings findings) {
    this.root = root;
    this.places = places;
    this.findings = findings;
  }

  /** Returns the key of the section that was probably meant. */
  Optional<String> add(Node.Entry entry, String sectionPath, Section section) {
    Optional<String> near = NearNames.nearest(entry.key(), section.names());
    unknown.add(new UnknownKey(entry, sectionPath, section, near));
    return near;
  }

  /** Called once all places are known, which show which sections are in use. */
  void report() {
    if (unknown.isEmpty()) {
      return;
    }
    collect(Section.of(root), KeyPath.ROOT, new HashSet<>());
    inUse.addAll(places.patterns());
    Set<Section> listed = new HashSet<>();
    for (UnknownKey key : unknown) {
      String hint =
          key.near.map("did you mean '%s'?  "::formatted).orElseGet(() -> belongs(key.entry.key()));
      findings.add(
          key.entry.at(),
          KeyPath.child(key.sectionPath, key.entry.key()),
          "unknown key",
          listed.add(key.section) ? keys(hint, key) : hint.strip());
    }
  }

  /** Appended to a hint, on its line if the hint leaves it open. */
  private static String keys(String hint, UnknownKey key) {
    if (key.section.keys().isEmpty()) {
      return hint + KeyPath.name(key.sectionPath) + " has no keys";
    }
    String start = Hints.keysOf(key.sectionPath);
    return hint.endsWith("\n")
        ? hint + Shown.listed(start, key.section.summaries())
        : Shown.listed(hint + start, key.section.summaries());
  }

  private String belongs(String key) {
    List<String> all = sections.getOrDefault(key, List.of());
    List<String> used = all.stream().filter(inUse::contains).toList();
    List<String> likely = used.isEmpty() ? all : used;
    if (likely.isEmpty() || likely.size() > 3) {
      return "";
    }
    return "it belongs "
        + Shown.joined(
            likely.stream()
                .map(path -> path.isEmpty() ? "at the top level" : "under " + path)
                .toList(),
            "or")
        + "\n";
  }

  private void collect(Section section, String path, Set<Section> above) {
    if (!above.add(section)) {
      return; // a schedule within a schedule
    }
    for (Key key : section.writtenKeys()) {
      add(key.name(), path);
      collect(key.type(), KeyPath.child(path, key.name()), above);
    }
    above.remove(section);
  }

  private void collect(ValueType type, String path, Set<Section> above) {
    if (type instanceof ValueType.Body body) {
      collect(body.section(), path, above);
    } else if (type instanceof ValueType.Items items) {
      collect(items.item(), path + "[i]", above);
    } else if (type instanceof ValueType.ListOrMap both) {
      collect(both.items(), path, above);
      collect(both.map(), path, above);
    } else if (type instanceof ValueType.Choice choice) {
      for (String name : choice.names()) {
        add(name, path);
        collect(choice.find(name).orElseThrow().section(), KeyPath.child(path, name), above);
      }
    }
  }

  private void add(String key, String section) {
    sections.computeIfAbsent(key, k -> new ArrayList<>()).add(section);
  }
}
