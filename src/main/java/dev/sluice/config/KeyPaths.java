package dev.sluice.config;

import dev.sluice.config.Section.Key;
import dev.sluice.spec.Config;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The paths that {@code --set} accepts, with all installed kinds, for shell completion. */
public final class KeyPaths {
  private final List<String> paths = new ArrayList<>();
  private final Deque<ValueType> open = new ArrayDeque<>(); // a layer may contain a layer

  private KeyPaths() {}

  /**
   * In the order of the config: {@code training.optimizer}, {@code
   * training.optimizer.adam.learning_rate}, {@code network[i].lstm.units}. A path that ends in a
   * dot needs a name of the user's choice, as {@code data.columns.} does.
   */
  public static List<String> all() {
    KeyPaths all = new KeyPaths();
    all.section("", Section.of(Config.class));
    return List.copyOf(all.paths);
  }

  private void section(String start, Section section) {
    for (Key key : section.keys()) {
      below(start + key.name(), key.type());
    }
  }

  private void below(String path, ValueType type) {
    if (type instanceof ValueType.Entries) {
      paths.add(path + ".");
      return;
    }
    paths.add(path);
    if (open.contains(type)) {
      return;
    }
    open.push(type);
    if (type instanceof ValueType.Body body) {
      section(path + ".", body.section());
    } else if (type instanceof ValueType.ListOrMap both) {
      below(path + "[i]", both.items().item());
      section(path + ".", both.map().section());
    } else if (type instanceof ValueType.Choice choice) {
      for (String name : choice.names()) {
        section(path + "." + name + ".", choice.find(name).orElseThrow().section());
      }
    } else if (type instanceof ValueType.Items items && items.item() instanceof ValueType.Choice) {
      below(path + "[i]", items.item());
    }
    open.pop();
  }
}
