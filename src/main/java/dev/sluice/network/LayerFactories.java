package dev.sluice.network;

import dev.sluice.spec.LayerSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** The layers on the class path, by the record that describes them. */
final class LayerFactories {
  private static final Map<Class<?>, LayerFactory<?>> BY_SPEC = load();

  private LayerFactories() {}

  private static Map<Class<?>, LayerFactory<?>> load() {
    Map<Class<?>, LayerFactory<?>> bySpec = new HashMap<>();
    for (LayerFactory<?> factory : ServiceLoader.load(LayerFactory.class)) {
      LayerFactory<?> other = bySpec.putIfAbsent(factory.spec(), factory);
      if (other != null) {
        throw new IllegalStateException(
            factory.spec().getName()
                + " has two factories, "
                + other.getClass().getName()
                + " and "
                + factory.getClass().getName());
      }
    }
    return bySpec;
  }

  /** The records of all layers that can be planned. */
  static Set<Class<?>> specs() {
    return BY_SPEC.keySet();
  }

  @SuppressWarnings("unchecked") // each factory is filed under its own record
  static <S extends LayerSpec> LayerFactory<S> of(S spec) {
    LayerFactory<S> factory = (LayerFactory<S>) BY_SPEC.get(spec.getClass());
    if (factory == null) {
      throw new IllegalStateException(
          spec.getClass().getName() + " has no LayerFactory; name one in META-INF/services");
    }
    return factory;
  }
}
