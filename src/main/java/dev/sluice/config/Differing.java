package dev.sluice.config;

import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final String DEFAULTS = "{}";

  public Differing {
    values = List.copyOf(values);
  }

  /**
   * All of them, in the order in which the configs have their keys. Left out are the defaults of
   * what only some configs have, such as the ten keys of a layer that others lack. If it has
   * nothing but defaults, its own key stands for all of them, with the value {}.
   */
  public static List<Differing> ofConfigs(List<Config> configs) {
    return of(configs.stream().map(ConfigValues::of).toList());
  }

  /**
   * The same of the configs that runs wrote.
   *
   * @param runs the values of each file, as {@link ConfigReader#values} gives them
   */
  public static List<Differing> ofResolved(List<Map.Entry<Path, Map<String, String>>> runs) {
    return of(
        runs.parallelStream()
            .map(run -> ConfigValues.ofResolved(run.getKey(), run.getValue()))
            .toList());
  }

  private static List<Differing> of(List<ConfigValues> configs) {
    List<Map<String, String>> values = configs.stream().map(ConfigValues::values).toList();
    List<Set<String>> defaults = configs.stream().map(ConfigValues::defaults).toList();
    List<Differing> all = all(values);
    Set<String> told = new LinkedHashSet<>(); // keys and what they are in
    List<Differing> kept = new ArrayList<>();
    for (Differing one : all) {
      if (!one.isDefault(defaults)) {
        for (Optional<String> at = Optional.of(one.key); at.isPresent(); ) {
          told.add(at.get());
          at = at.flatMap(KeyPath::parent);
        }
      }
    }
    for (Differing one : all) {
      if (!one.isDefault(defaults)) {
        kept.add(one);
      } else if (told.add(one.absentIn(values))) {
        kept.add(
            new Differing(
                one.absentIn(values),
                one.values.stream().map(value -> value.map(any -> DEFAULTS)).toList()));
      }
    }
    return kept;
  }

  private static List<Differing> all(List<Map<String, String>> configs) {
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

  /** Whether some configs lack the key, and it is the default in all others. */
  private boolean isDefault(List<Set<String>> defaults) {
    boolean lacking = false;
    for (int i = 0; i < values.size(); i++) {
      lacking |= values.get(i).isEmpty();
      if (values.get(i).isPresent() && !defaults.get(i).contains(key)) {
        return false;
      }
    }
    return lacking;
  }

  /** The outermost part of this key that has a name and that some config lacks as a whole. */
  private String absentIn(List<Map<String, String>> configs) {
    String absent = key;
    Optional<String> outer = KeyPath.parent(key);
    while (outer.isPresent() && isNamed(outer.get()) && isLackedBySome(outer.get(), configs)) {
      absent = outer.get();
      outer = KeyPath.parent(absent);
    }
    return absent;
  }

  private static boolean isNamed(String path) {
    return !path.isEmpty() && !path.endsWith("]");
  }

  private static boolean isLackedBySome(String path, List<Map<String, String>> configs) {
    return configs.stream()
        .anyMatch(
            values ->
                values.keySet().stream()
                    .noneMatch(
                        key ->
                            key.equals(path)
                                || key.startsWith(path + ".")
                                || key.startsWith(path + "[")));
  }
}
