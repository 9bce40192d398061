package dev.sluice.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Nested values as indented lines, with the names of each level aligned. */
final class Outline {
  private static final int MOST_ENTRIES = 100; // of one line; a data set may have 100,000 classes

  private Outline() {}

  static String of(Map<String, ?> values) {
    StringBuilder text = new StringBuilder();
    write(values, "", text);
    return text.toString();
  }

  private static void write(Map<String, ?> values, String indent, StringBuilder text) {
    int width =
        values.keySet().stream().map(Visible::name).mapToInt(String::length).max().orElse(0);
    values.forEach(
        (key, value) -> {
          String name = Visible.name(key);
          text.append(indent).append(name);
          if (value instanceof Map<?, ?> map && !isFlat(map)) {
            text.append('\n');
            write(named(map), indent + "  ", text);
          } else {
            text.append(" ".repeat(width - name.length() + 2)).append(shown(value)).append('\n');
          }
        });
  }

  private static boolean isFlat(Map<?, ?> map) {
    return map.values().stream().noneMatch(Map.class::isInstance);
  }

  private static Map<String, ?> named(Map<?, ?> map) {
    return map.entrySet().stream()
        .collect(
            Collectors.toMap(
                e -> e.getKey().toString(),
                Map.Entry::getValue,
                (a, b) -> a,
                java.util.LinkedHashMap::new));
  }

  private static String shown(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
              .limit(MOST_ENTRIES)
              .map(e -> Visible.name(e.getKey().toString()) + " " + shown(e.getValue()))
              .collect(Collectors.joining(", "))
          + (map.size() > MOST_ENTRIES ? ", ... (%s)".formatted(map.size()) : "");
    }
    if (value instanceof List<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(Outline::shown).collect(Collectors.joining(", "));
    }
    return value instanceof Double d
        ? String.format(Locale.ROOT, "%.4g", d)
        : Visible.name(String.valueOf(value));
  }
}
