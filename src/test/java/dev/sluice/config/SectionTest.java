package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.Section.Key;
import dev.sluice.spec.Config;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
