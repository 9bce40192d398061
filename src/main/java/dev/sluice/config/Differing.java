package dev.sluice.config;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A key in which configs differ.
 *
 * @param values of each config; empty where it has no such key
 */
public record Differing(String key, List<Optional<String>> values) {
  public Differing {
    values = List.copyOf(values);
  }

  /**
   * All of them, in the order in which the configs have their keys.
   *
   * @param configs the values of each by their paths, as {@link ConfigReader#values} gives them
   */
  public static List<Differing> of(List<Map<String, String>> configs) {
    Set<String> keys = new LinkedHashSet<>();
    configs.forEach(values -> keys.addAll(values.keySet()));
    return keys.stream()
        .filter(key -> configs.stream().map(values -> values.get(key)).distinct().count() > 1)
        .map(
            key ->
                new Differing(
                    key,
                    configs.stream().map(values -> Optional.ofNullable(values.get(key))).toList()))
        .toList();
  }
}
