package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.spec.Config;
import dev.sluice.spec.InvalidSpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Configs at random: every record, kind, word and type of the specs, with awkward texts in them.
 */
final class Specs {
  private static final List<String> TEXTS =
      List.of(
          "review",
          "null",
          "~",
          "true",
          "no",
          "1",
          "1e3",
          "0x1F",
          "1958-01",
          ".5",
          "-",
          "a: b",
          "a #b",
          "#",
          "'",
          "\"",
          "it's",
          "[a]",
          "{a}",
          "&a",
          "*a",
          "!a",
          "|",
          ">",
          "%",
          "@",
          "`",
          "?",
          "<<",
          "=",
          ",",
          ";",
          "\t",
          "a\nb",
          "a\r\nb",
          "\r",
          "\u0085x",
          "\n",
          " a ",
          "",
          "a.b",
          "a[0]",
          "\u00e9",
          "\\",
          "\u0131\u0130",
          "\uD83D\uDE00",
          "\u2028",
          "\u0007",
          "\uFEFF",
          "${A}",
          "$${",
          "---",
          "...",
          "x".repeat(200));

  private final Random random;

  Specs(long seed) {
    random = new Random(seed);
  }

  Config config() {
    return (Config) record(Section.of(Config.class), 0);
  }

  private Record record(Section section, int depth) {
    return record(section, key -> component(key, depth));
  }

  /** Draws single values again until the record's own checks accept all. */
  private Record record(Section section, Function<Key, Object> draw) {
    List<Key> keys = section.keys();
    List<Object> values = new ArrayList<>();
    keys.forEach(key -> values.add(draw.apply(key)));
    while (true) {
      try {
        return section.create(values);
      } catch (InvalidSpecException e) {
        int again = random.nextInt(4) > 0 ? atFault(e, keys) : random.nextInt(keys.size());
        values.set(again, draw.apply(keys.get(again)));
      }
    }
  }

  /** The place of a key that a record refuses; one at random if it refuses them together. */
  private int atFault(InvalidSpecException refused, List<Key> keys) {
    String named = refused.faults().get(0).key();
    return IntStream.range(0, keys.size())
        .filter(i -> named.matches(Pattern.quote(keys.get(i).name()) + "\\b.*"))
        .findFirst()
        .orElseGet(() -> random.nextInt(keys.size()));
  }

  private Object component(Key key, int depth) {
    if (key.name().equals("name")) {
      return "run-" + random.nextInt(100);
    }
    if (key.name().equals("uri")) {
      return "http://host" + random.nextInt(9) + ":5000/a%20b";
    }
    if (key.name().equals("decimal")) {
      return random.nextBoolean() ? "." : ",";
    }
    if (key.name().equals("dates")) {
      return List.of("12-25", "2024-03-0" + (1 + random.nextInt(9)));
    }
    if (!key.isOptional()) {
      return value(key.type(), depth);
    }
    return random.nextInt(3) == 0 ? Optional.of(value(key.type(), depth)) : Optional.empty();
  }

  private Object value(ValueType type, int depth) {
    if (type instanceof ValueType.Body body) {
      return record(body.section(), depth + 1);
    }
    if (type instanceof ValueType.Choice choice) {
      List<String> names = choice.names();
      String name = names.get(random.nextInt(names.size()));
      return record(choice.find(name).orElseThrow().section(), depth + 1);
    }
    if (type instanceof ValueType.ListOrMap both) {
      return random.nextInt(3) == 0 ? network(both, depth) : record(both.section(), depth);
    }
    if (type instanceof ValueType.Items items) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(value(items.item(), depth));
      }
      return list;
    }
    if (type instanceof ValueType.Entries entries) {
      Map<String, Object> map = new LinkedHashMap<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        map.put(text(), value(entries.value(), depth));
      }
      return map;
    }
    if (type instanceof ValueType.Flag) {
      return random.nextBoolean();
    }
    if (type instanceof ValueType.Whole whole) {
      return whole(whole);
    }
    if (type instanceof ValueType.Real real) {
      return real(real);
    }
    if (type instanceof ValueType.Word word) {
      return word.constants().get(random.nextInt(word.constants().size()));
    }
    if (type instanceof ValueType.FilePath) {
      return Path.of("").toAbsolutePath().resolve("a b").resolve("d\u00e9:" + random.nextInt(9));
    }
    return text();
  }

  /** Its decoder is always the same: one at random is hardly ever right. */
  private Object network(ValueType.ListOrMap type, int depth) {
    ValueType.Choice layer = (ValueType.Choice) type.items().item();
    Section lstm = layer.find("lstm").orElseThrow().section();
    List<Object> defaults = new ArrayList<>();
    for (Key key : lstm.keys()) {
      defaults.add(
          key.isOptional()
              ? Optional.empty()
              : key.isRequired()
                  ? 3
                  : new Binder(Config.class, true, Map.of(), new Findings())
                      .bindValue(key.defaultValue().orElseThrow(), key.type())
                      .orElseThrow());
    }
    return record(
        type.map().section(),
        key ->
            key.name().equals("decoder") ? List.of(lstm.create(defaults)) : component(key, depth));
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Object whole(ValueType.Whole type) {
    while (true) {
      long value = random.nextInt(3) == 0 ? random.nextLong() : random.nextInt(100) - 1;
      value = type.isLong() ? value : (int) value;
      if (type.allows(value)) {
        return type.isLong() ? (Object) value : (Object) (int) value;
      }
    }
  }

  private double real(ValueType.Real type) {
    while (true) {
      double value =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(3);
            case 1 -> random.nextDouble();
            case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(600) - 300);
            default -> Double.longBitsToDouble(random.nextLong());
          };
      if (type.allows(value)) {
        return value;
      }
    }
  }
}
