package dev.sluice.network;

import dev.sluice.plugin.Factories;
import dev.sluice.spec.LayerSpec;
import java.util.Set;

/** The layers on the class path, by the record that describes them. */
final class LayerFactories {
  private static final Factories<LayerFactory<?>> FACTORIES = Factories.of(LayerFactory.class);

  private LayerFactories() {}

  /** The records of all layers that can be planned. */
  static Set<Class<?>> specs() {
    return FACTORIES.specs();
  }

  @SuppressWarnings("unchecked") // each factory is registered for its own record
  static <S extends LayerSpec> LayerFactory<S> of(S spec) {
    return (LayerFactory<S>) FACTORIES.forSpec(spec);
  }
}
