package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** Configs that went wrong: shipped ones changed at random, and YAML of any content. */
final class ConfigMutations {
  private static final String SIGNS = "\n\r\t :-[]{},'\"#&*!|>%@`?~<=.0a$\u00e9\uFEFF\u0007\uD83D";

  private static final List<String> VALUES =
      Stream.concat(
              Stream.of(
                      "0 -1 1 2 1.5 1e3 1e999 -0.0 .nan .inf 0x1F 0o17 1_000 9223372036854775808 2147483648 true"
                          + " false yes null ~ '' \"\" [] {} - ? ! !!int & * adam lstm text csv [1,2] {a:b}"
                          + " {a: \u00e9} ../data . .. / ${HOME:-x} ${ ${A_VARIABLE_NOBODY_SETS} $${ 1mo 0d"
                          + " yyyy .yaml load review")
                  .flatMap(words -> Stream.of(words.split(" "))),
              Stream.of(
                  "[[[[[[[[[[",
                  "\"open",
                  "'open",
                  "a: b",
                  "a #b",
                  "9".repeat(400),
                  "x".repeat(5000)))
          .toList();

  private final Random random;
  private final List<String> names; // of keys and choices

  /**
   * @param configs whose words become keys and values elsewhere
   */
  ConfigMutations(long seed, List<String> configs) {
    random = new Random(new SplittableRandom(seed).nextLong()); // near seeds begin alike
    names =
        configs.stream()
            .flatMap(text -> Stream.of(text.split("[^a-z_]+")))
            .filter(word -> word.length() > 2)
            .distinct()
            .sorted()
            .toList();
  }

  /** One to three changes of bytes, signs, lines, keys, values and structure. */
  byte[] mutated(String config) {
    StringBuilder text = new StringBuilder(config);
    int kind = random.nextInt(6);
    for (int i = random.nextInt(3); i >= 0; i--) {
      switch (kind) {
        case 0 -> changeSigns(text);
        case 1 -> changeLines(text);
        case 2 -> changeKey(text);
        case 3 -> changeValue(text);
        case 4 -> changeStructure(text);
        default -> {} // bytes, below
      }
    }
    byte[] bytes = text.toString().getBytes(UTF_8);
    for (int i = kind == 5 ? 1 + random.nextInt(4) : 0; i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  /** A random tree as YAML in a random style. */
  byte[] anyYaml() {
    Object tree = random.nextInt(4) == 0 ? tree(0) : map(0);
    return dumped(tree).getBytes(UTF_8);
  }

  private void changeSigns(StringBuilder text) {
    int at = random.nextInt(text.length());
    char sign = SIGNS.charAt(random.nextInt(SIGNS.length()));
    switch (random.nextInt(4)) {
      case 0 -> text.insert(at, sign);
      case 1 -> text.setCharAt(at, sign);
      case 2 -> text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(8)));
      default ->
          text.insert(
              random.nextInt(text.length()),
              text.substring(at, Math.min(text.length(), at + 1 + random.nextInt(8))));
    }
  }

  private void changeLines(StringBuilder text) {
    List<String> lines = new ArrayList<>(List.of(text.toString().split("\n")));
    if (lines.isEmpty()) { // an earlier change left none
      return;
    }
    int at = random.nextInt(lines.size());
    String line = lines.get(at);
    switch (random.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(random.nextInt(lines.size()), line);
      case 2 -> Collections.swap(lines, at, random.nextInt(lines.size()));
      case 3 -> lines.set(at, " ".repeat(random.nextInt(5)) + line.strip());
      default -> lines.subList(at, Math.min(lines.size(), at + random.nextInt(9))).clear();
    }
    replace(text, String.join("\n", lines) + "\n");
  }

  private void changeKey(StringBuilder text) {
    replaceOne(text, "[a-z_]+(?=:)", random.nextInt(4) == 0 ? any(VALUES) : any(names));
  }

  private void changeValue(StringBuilder text) {
    replaceOne(
        text,
        "(?<=: |\\[|, )[^ {}\\[\\],\n][^,}\\]\n]*",
        random.nextInt(4) == 0 ? any(names) : any(VALUES));
  }

  private void replaceOne(StringBuilder text, String pattern, String replacement) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<int[]> places = new ArrayList<>();
    while (matcher.find()) {
      places.add(new int[] {matcher.start(), matcher.end()});
    }
    if (!places.isEmpty()) {
      int[] place = places.get(random.nextInt(places.size()));
      text.replace(place[0], place[1], replacement);
    }
  }

  /** Moves, copies or removes one branch of the tree. */
  private void changeStructure(StringBuilder text) {
    Object root;
    try {
      root = new Load(LoadSettings.builder().build()).loadFromString(text.toString());
    } catch (RuntimeException e) {
      changeSigns(text); // it is not YAML any more
      return;
    }
    List<Map<Object, Object>> maps = new ArrayList<>();
    collect(root, maps);
    if (maps.isEmpty()) {
      return;
    }
    Map<Object, Object> from = any(maps);
    Map<Object, Object> to = any(maps);
    if (from.isEmpty()) {
      return;
    }
    Object key = any(List.copyOf(from.keySet()));
    Object branch = random.nextInt(3) == 0 ? tree(0) : from.get(key);
    if (random.nextBoolean()) {
      from.remove(key);
    }
    if (random.nextInt(4) > 0) {
      to.put(random.nextInt(3) == 0 ? any(names) : key, copy(branch));
    }
    replace(text, dumped(root));
  }

  private void collect(Object node, List<Map<Object, Object>> maps) {
    if (node instanceof Map<?, ?> map) {
      @SuppressWarnings("unchecked") // SnakeYAML Engine makes maps of anything
      Map<Object, Object> branch = (Map<Object, Object>) map;
      maps.add(branch);
      map.values().forEach(value -> collect(value, maps));
    } else if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, maps));
    }
  }

  /** No branch stands twice in a tree, so that none is dumped as an alias. */
  private static Object copy(Object node) {
    if (node instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, value) -> copy.put(key, copy(value)));
      return copy;
    }
    return node instanceof List<?> list
        ? list.stream().map(ConfigMutations::copy).collect(Collectors.toCollection(ArrayList::new))
        : node;
  }

  private Object tree(int depth) {
    return switch (random.nextInt(depth > 6 ? 3 : 6)) {
      case 0 -> random.nextInt();
      case 1 -> any(VALUES);
      case 2 -> random.nextBoolean() ? any(names) : random.nextDouble();
      case 3 -> {
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          list.add(tree(depth + 1));
        }
        yield list;
      }
      default -> map(depth);
    };
  }

  private Map<Object, Object> map(int depth) {
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = random.nextInt(7); i > 0; i--) {
      map.put(random.nextInt(9) == 0 ? any(VALUES) : any(names), tree(depth + 1));
    }
    return map;
  }

  private String dumped(Object tree) {
    FlowStyle style = random.nextBoolean() ? FlowStyle.BLOCK : FlowStyle.AUTO;
    return new Dump(DumpSettings.builder().setDefaultFlowStyle(style).build()).dumpToString(tree);
  }

  private static void replace(StringBuilder text, String other) {
    text.setLength(0);
    text.append(other);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
