package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.plugin.Kinds;
import dev.sluice.spec.Config;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.StreamDataWriter;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Writes a config with every default spelled out. */
public final class ConfigWriter {
  private static final int LONGEST_FLOW = 72; // characters of a map written on one line

  private ConfigWriter() {}

  /**
   * The config as YAML: every value in the order of its record, paths absolute, optional keys that
   * have no value left out. Read back, it gives an equal config, but for relative paths.
   */
  public static String toYaml(Config config) {
    StringBuilder yaml = new StringBuilder();
    DumpSettings settings =
        DumpSettings.builder()
            .setSchema(new org.snakeyaml.engine.v2.schema.CoreSchema())
            .setWidth(1000)
            .setSplitLines(false)
            .setIndicatorIndent(2)
            .setIndentWithIndicator(true)
            .setUseUnicodeEncoding(true)
            .setBestLineBreak("\n")
            .build();
    new Dump(settings)
        .dumpNode(
            yamlNode(node(config, new ValueType.Body(Config.class)), FlowStyle.BLOCK),
            new StreamDataWriter() {
              @Override
              public void write(String text) {
                yaml.append(text);
              }

              @Override
              public void write(String text, int offset, int length) {
                yaml.append(text, offset, offset + length);
              }
            });
    return yaml.toString();
  }

  /** A value that contains no values with paths of their own. */
  record Leaf(String path, String value) {}

  /** Each such value by its path, such as `network[1].lstm.units`, in order. */
  public static Map<String, String> values(Config config) {
    Map<String, String> values = new LinkedHashMap<>();
    leaves(config).forEach(leaf -> values.put(leaf.path(), leaf.value()));
    return values;
  }

  /** The paths of the values that are the defaults of their keys. */
  static Set<String> defaults(Config config) {
    Set<String> defaults = new HashSet<>();
    collectDefaults(config, new ValueType.Body(Config.class), KeyPath.ROOT, defaults);
    return defaults;
  }

  private static void collectDefaults(
      Object value, ValueType type, String path, Set<String> defaults) {
    if (type instanceof ValueType.Body body) {
      collectDefaults((Record) value, body.section(), path, defaults);
    } else if (type instanceof ValueType.Choice choice) {
      String name = Kinds.installed().nameOf(value);
      Section section = choice.find(name).orElseThrow().section();
      collectDefaults((Record) value, section, KeyPath.child(path, name), defaults);
    } else if (type instanceof ValueType.ListOrMap both && value.getClass() == both.list()) {
      Object items = Section.value((Record) value, both.section().keys().get(0));
      collectDefaults(items, both.items(), path, defaults);
    } else if (type instanceof ValueType.ListOrMap both) {
      collectDefaults(value, both.map(), path, defaults);
    } else if (type instanceof ValueType.Items items) {
      List<?> list = (List<?>) value;
      for (int i = 0; i < list.size(); i++) {
        collectDefaults(list.get(i), items.item(), KeyPath.item(path, i), defaults);
      }
    } else if (type instanceof ValueType.Entries entries) {
      ((Map<?, ?>) value)
          .forEach(
              (key, item) ->
                  collectDefaults(
                      item, entries.value(), KeyPath.child(path, (String) key), defaults));
    }
  }

  private static void collectDefaults(
      Record record, Section section, String path, Set<String> defaults) {
    for (Key key : section.keys()) {
      Object held = Section.value(record, key);
      Optional<?> given = key.isOptional() ? (Optional<?>) held : Optional.of(held);
      if (given.isEmpty()) {
        continue;
      }
      String child = KeyPath.child(path, key.name());
      List<Leaf> leaves = leaves(node(given.get(), key.type()));
      if (key.defaultValue().map(ConfigWriter::leaves).equals(Optional.of(leaves))) {
        leaves.forEach(leaf -> defaults.add(KeyPath.below(child, leaf.path())));
      } else {
        collectDefaults(given.get(), key.type(), child, defaults);
      }
    }
  }

  static List<Leaf> leaves(Config config) {
    return leaves(node(config, new ValueType.Body(Config.class)));
  }

  /** The values of a tree, none of its inner ones, in order. */
  static List<Leaf> leaves(Node root) {
    List<Leaf> leaves = new ArrayList<>();
    collect(root, KeyPath.ROOT, leaves);
    return leaves;
  }

  private static void collect(Node node, String path, List<Leaf> leaves) {
    if (node instanceof Node.Mapping mapping && !mapping.entries().isEmpty()) {
      for (Node.Entry entry : mapping.entries()) {
        collect(entry.value(), KeyPath.child(path, entry.key()), leaves);
      }
    } else if (node instanceof Node.Sequence sequence && !sequence.items().isEmpty()) {
      for (int i = 0; i < sequence.items().size(); i++) {
        collect(sequence.items().get(i), KeyPath.item(path, i), leaves);
      }
    } else {
      leaves.add(new Leaf(path, node instanceof Node.Scalar s ? s.text() : Flow.text(node)));
    }
  }

  // Values to nodes

  private static Node node(Object value, ValueType type) {
    if (type instanceof ValueType.Body body) {
      return body((Record) value, body.section());
    }
    if (type instanceof ValueType.Choice choice) {
      String name = Kinds.installed().nameOf(value);
      Section section = choice.find(name).orElseThrow().section();
      return section.keys().isEmpty()
          ? scalar(name, false)
          : mapping(List.of(entry(name, body((Record) value, section))));
    }
    if (type instanceof ValueType.ListOrMap both) {
      return value.getClass() == both.list()
          ? node(Section.value((Record) value, both.section().keys().get(0)), both.items())
          : node(value, both.map());
    }
    if (type instanceof ValueType.Items items) {
      List<Node> nodes = ((List<?>) value).stream().map(item -> node(item, items.item())).toList();
      return new Node.Sequence(nodes, new Origin.ByDefault());
    }
    if (type instanceof ValueType.Entries entries) {
      List<Node.Entry> nodes = new ArrayList<>();
      ((Map<?, ?>) value)
          .forEach((key, item) -> nodes.add(entry((String) key, node(item, entries.value()))));
      return mapping(nodes);
    }
    if (type instanceof ValueType.Text) {
      return scalar((String) value, false);
    }
    if (type instanceof ValueType.FilePath) {
      return scalar(((Path) value).toAbsolutePath().normalize().toString(), false);
    }
    if (type instanceof ValueType.Word) {
      return scalar(ValueType.Word.word((Enum<?>) value), false);
    }
    return scalar(value instanceof Double d ? Shown.number(d) : value.toString(), true);
  }

  private static Node body(Record record, Section section) {
    List<Node.Entry> entries = new ArrayList<>();
    for (Key key : section.keys()) {
      Object value = Section.value(record, key);
      Optional<?> given = key.isOptional() ? (Optional<?>) value : Optional.of(value);
      given.ifPresent(v -> entries.add(entry(key.name(), node(v, key.type()))));
    }
    return mapping(entries);
  }

  private static Node.Entry entry(String key, Node value) {
    return new Node.Entry(key, value.at(), value);
  }

  private static Node mapping(List<Node.Entry> entries) {
    return new Node.Mapping(entries, new Origin.ByDefault());
  }

  private static Node scalar(String text, boolean isNumber) {
    return new Node.Scalar(text, isNumber, new Origin.ByDefault());
  }

  // Nodes to YAML

  private static org.snakeyaml.engine.v2.nodes.Node yamlNode(Node node, FlowStyle style) {
    if (node instanceof Node.Sequence sequence) {
      return new SequenceNode(
          Tag.SEQ, sequence.items().stream().map(item -> yamlItem(item, style)).toList(), style);
    }
    if (node instanceof Node.Mapping mapping) {
      return new MappingNode(
          Tag.MAP,
          mapping.entries().stream()
              .map(
                  entry ->
                      new NodeTuple(
                          yamlScalar(entry.key(), Tag.STR),
                          yamlNode(entry.value(), within(style, entry.value()))))
              .toList(),
          style);
    }
    Node.Scalar scalar = (Node.Scalar) node;
    return yamlScalar(
        Variables.escaped(scalar.text()), scalar.plain() ? numberTag(scalar.text()) : Tag.STR);
  }

  /** Writes {@code - pooling: {method: mean}} rather than braces around all of it. */
  private static org.snakeyaml.engine.v2.nodes.Node yamlItem(Node item, FlowStyle ofList) {
    return yamlNode(item, item instanceof Node.Mapping ? ofList : within(ofList, item));
  }

  /** On one line if it is short, or if the enclosing value is. */
  private static FlowStyle within(FlowStyle around, Node node) {
    return around == FlowStyle.FLOW || Flow.text(node).length() <= LONGEST_FLOW
        ? FlowStyle.FLOW
        : FlowStyle.BLOCK;
  }

  /**
   * With the tag of a text, the emitter puts quotes around what would otherwise be a number.
   * Invisible characters are put in double quotes, where most are escaped.
   */
  private static ScalarNode yamlScalar(String text, Tag tag) {
    boolean isPlain = text.chars().noneMatch(ConfigWriter::isInvisible);
    return new ScalarNode(tag, text, isPlain ? ScalarStyle.PLAIN : ScalarStyle.DOUBLE_QUOTED);
  }

  private static boolean isInvisible(int c) {
    return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || c == '\uFEFF';
  }

  private static Tag numberTag(String text) {
    if (CoreSchema.isTrue(text) || CoreSchema.isFalse(text)) {
      return Tag.BOOL;
    }
    return CoreSchema.isWhole(text) ? Tag.INT : Tag.FLOAT;
  }
}
