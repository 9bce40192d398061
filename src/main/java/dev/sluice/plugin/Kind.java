package dev.sluice.plugin;

import dev.sluice.spec.LayerSpec;
import java.util.Objects;

/**
 * The name of one alternative of a choice and the record it stands for: {@code lstm} is {@link
 * LayerSpec.Lstm} among the {@link LayerSpec}s.
 *
 * @param choice the interface that is the choice
 * @param name what the user writes, in snake case
 * @param record the record that describes the alternative
 */
public record Kind<C>(Class<C> choice, String name, Class<? extends C> record) {
  public Kind {
    Objects.requireNonNull(choice);
    if (!name.matches("[a-z][a-z0-9_]*")) {
      throw new IllegalArgumentException("the name of a kind is snake case, not '" + name + "'");
    }
    if (!record.isRecord()) {
      throw new IllegalArgumentException(record + " is not a record");
    }
  }
}
