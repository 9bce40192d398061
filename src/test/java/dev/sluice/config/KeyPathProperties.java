package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class KeyPathProperties {
  @Property(tries = 300)
  void stepsUndoChildAndItem(
      @ForAll @Size(min = 1, max = 4)
          List<
                  @StringLength(min = 1, max = 8) @Chars({'a', 'b', '.', '[', ']', '=', ' ', '0'})
                  String>
              keys,
      @ForAll @IntRange(max = 99) int index) {
    String path = KeyPath.ROOT;
    for (String key : keys) {
      path = KeyPath.item(KeyPath.child(path, key), index);
    }

    List<String> steps = KeyPath.steps(path).orElseThrow();

    assertThat(steps).hasSize(2 * keys.size());
    for (int i = 0; i < keys.size(); i++) {
      assertThat(steps.get(2 * i)).isEqualTo(keys.get(i));
      assertThat(steps.get(2 * i + 1)).isEqualTo(Integer.toString(index));
    }
  }

  @Property(tries = 300)
  void parentUndoesChildAndItem(
      @ForAll @NotEmpty @StringLength(max = 8) @Chars({'a', '.', '[', ']'}) String key,
      @ForAll @IntRange(max = 99) int index) {
    String path = KeyPath.child("network[3]", key);

    assertThat(KeyPath.parent(path)).contains("network[3]");
    assertThat(KeyPath.parent(KeyPath.item(path, index))).contains(path);
  }

  @Example
  void theRootHasNoParent() {
    assertThat(KeyPath.parent("seed")).contains(KeyPath.ROOT);
    assertThat(KeyPath.parent(KeyPath.ROOT)).isEmpty();
  }
}
