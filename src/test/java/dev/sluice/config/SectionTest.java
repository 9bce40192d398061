package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Section.Key;
import dev.sluice.spec.Config;
import dev.sluice.spec.SplitSpec;
import dev.sluice.spec.TimeSpec;
import dev.sluice.spec.TrainingSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Holds the annotations of all specs to what binder, schema and reference make of them. */
class SectionTest {
  private final Map<String, Key> keys = new LinkedHashMap<>();

  SectionTest() {
    collect(new ValueType.Body(Config.class), KeyPath.ROOT, new ArrayList<>());
  }

  private void collect(ValueType type, String path, List<Class<?>> above) {
    if (type instanceof ValueType.Items items) {
      collect(items.item(), path, above);
    } else if (type instanceof ValueType.ListOrMap both) {
      collect(both.items(), path, above);
      collect(both.map(), path, above);
    } else if (type instanceof ValueType.Entries entries) {
      collect(entries.value(), path, above);
    } else if (type instanceof ValueType.Choice choice && !above.contains(choice.type())) {
      above.add(choice.type());
      choice
          .names()
          .forEach(name -> collect(choice.find(name).orElseThrow(), path + "." + name, above));
      above.remove(choice.type());
    } else if (type instanceof ValueType.Body body) {
      for (Key key : body.section().keys()) {
        keys.put(KeyPath.child(path, key.name()), key);
        collect(key.type(), KeyPath.child(path, key.name()), above);
      }
    }
  }

  @Test
  void walksThroughAllSections() {
    assertThat(keys)
        .hasSizeGreaterThan(100)
        .containsKeys("network.lstm.units", "data.columns.scale", "training.schedule.warm_up.then");
  }

  @Test
  void everyKeyIsDocumented() {
    assertThat(keys).allSatisfy((path, key) -> assertThat(key.doc()).as(path).isPresent());
  }

  @Test
  void everyDefaultBinds() {
    keys.forEach((path, key) -> key.defaultValue().ifPresent(node -> assertBinds(path, key, node)));
  }

  @Test
  void everyExampleBinds() {
    keys.forEach(
        (path, key) ->
            key.example()
                .ifPresent(
                    example -> {
                      Findings findings = new Findings();
                      Origin at = new Origin.InOverride(path);
                      Node node =
                          YamlText.read(example, (line, column) -> at, findings).orElseThrow();
                      assertThat(findings.isEmpty()).as(path).isTrue();
                      assertBinds(path, key, node);
                    }));
  }

  /** The schema says it by annotations, the records by their constructors. */
  @Test
  void whatTheSchemaForbidsTheRecordsRefuse() {
    for (Class<? extends Record> type :
        List.of(SplitSpec.Part.class, TrainingSpec.GradientClipping.class)) {
      List<String> exclusive = Section.of(type).exclusive();
      assertThat(exclusive).hasSizeGreaterThan(2);
      assertThat(bound(type, List.of())).isEmpty();
      for (String one : exclusive) {
        List<String> alone = with(type, one);
        assertThat(bound(type, alone)).as(one).isPresent();
        for (String other : exclusive) {
          if (!one.equals(other)) {
            List<String> both = new ArrayList<>(alone);
            both.addAll(with(type, other));
            assertThat(bound(type, both)).as(one + " and " + other).isEmpty();
          }
        }
      }
    }
    assertThat(bound(SplitSpec.Part.class, List.of("column"))).isEmpty();
    assertThat(bound(TimeSpec.class, List.of("column"))).isEmpty();
    assertThat(bound(TimeSpec.class, List.of("format"))).isEmpty();
    assertThat(bound(TimeSpec.class, List.of("frequency"))).isEmpty();
  }

  /** A key and those that it requires. */
  private static List<String> with(Class<? extends Record> type, String name) {
    List<String> names = new ArrayList<>(List.of(name));
    Section.of(type).find(name).orElseThrow().requires().ifPresent(names::add);
    return names;
  }

  /** A section of these keys, each with a value that is right by itself. */
  private static Optional<Record> bound(Class<? extends Record> type, List<String> names) {
    Origin at = new Origin.InOverride("test");
    List<Node.Entry> entries = new ArrayList<>();
    for (String name : names) {
      String value = Section.of(type).find(name).orElseThrow().example().orElse("1");
      entries.add(new Node.Entry(name, at, new Node.Scalar(value, true, at)));
    }
    return new Binder(type, true, Map.of(), new Findings())
        .bind(new Node.Mapping(entries, at), type);
  }

  private static void assertBinds(String path, Key key, Node node) {
    Findings findings = new Findings();

    assertThat(new Binder(Config.class, true, Map.of(), findings).bindValue(node, key.type()))
        .as(path)
        .isPresent();

    assertThat(findings.isEmpty()).as(path).isTrue();
  }

  @Test
  void namesKeysInSnakeCase() {
    assertThat(Section.snakeCase("batchSize")).isEqualTo("batch_size");
    assertThat(Section.snakeCase("beta1")).isEqualTo("beta1");
    assertThat(Section.snakeCase("WindowScale")).isEqualTo("window_scale");
  }
}
