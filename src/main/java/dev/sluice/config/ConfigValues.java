package dev.sluice.config;

import dev.sluice.problem.UserException;
import dev.sluice.spec.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The values of a config by their paths, in order. A list of plain values is one value.
 *
 * @param defaults the paths of those that are the defaults of their keys
 */
record ConfigValues(Map<String, String> values, Set<String> defaults) {
  ConfigValues {
    Map<String, String> joined = new LinkedHashMap<>();
    Set<String> byDefault = new LinkedHashSet<>(defaults);
    Map<String, List<String>> lists = plainLists(values);
    for (Map.Entry<String, String> entry : values.entrySet()) {
      Optional<String> list = listOf(entry.getKey()).filter(lists::containsKey);
      if (list.isEmpty()) {
        joined.put(entry.getKey(), entry.getValue());
      } else if (!joined.containsKey(list.get())) {
        joined.put(list.get(), "[" + String.join(", ", lists.get(list.get())) + "]");
        if (defaults.contains(entry.getKey())) { // then all items are those of the default
          byDefault.add(list.get());
        }
      }
    }
    values = Collections.unmodifiableMap(joined);
    defaults = Set.copyOf(byDefault);
  }

  static ConfigValues of(Config config) {
    return new ConfigValues(ConfigWriter.values(config), ConfigWriter.defaults(config));
  }

  /**
   * Those of the file that a run wrote. If another version wrote it and this one cannot read it, no
   * value counts as a default.
   *
   * @param values of the file, as {@link ConfigReader#values} gives them
   */
  static ConfigValues ofResolved(Path file, Map<String, String> values) {
    Set<String> defaults;
    try {
      defaults =
          ConfigWriter.defaults(
              ConfigReader.parseResolved(Files.readString(file), file.toString()));
    } catch (UserException | IOException e) {
      defaults = Set.of();
    }
    return new ConfigValues(values, defaults);
  }

  /** The items of each list that has only plain values, by its path. */
  private static Map<String, List<String>> plainLists(Map<String, String> values) {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    Set<String> others = new LinkedHashSet<>();
    values.forEach(
        (path, value) -> {
          listOf(path)
              .ifPresent(list -> lists.computeIfAbsent(list, l -> new ArrayList<>()).add(value));
          for (Optional<String> at = KeyPath.parent(path);
              at.isPresent();
              at = at.flatMap(KeyPath::parent)) {
            at.flatMap(ConfigValues::listOf).ifPresent(others::add); // an item holds values
          }
        });
    lists.keySet().removeAll(others);
    return lists;
  }

  /** The list of which a path is an item. */
  private static Optional<String> listOf(String path) {
    return path.endsWith("]") ? KeyPath.parent(path) : Optional.empty();
  }
}
