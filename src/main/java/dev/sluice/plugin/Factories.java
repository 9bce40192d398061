package dev.sluice.plugin;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.Set;

/**
 * The factories of one kind, built-in and from plug-ins, by the record that each is for. Loaded
 * when they are first needed; after a failure, loading is tried again. Thread-safe.
 *
 * @param <F> the factory's interface
 */
public final class Factories<F extends Factory<?>> {
  private final Class<F> service;
  private volatile Map<Class<?>, F> bySpec; // null until loaded

  private Factories(Class<F> service) {
    this.service = service;
  }

  /** Loads nothing yet. */
  @SuppressWarnings("unchecked") // a factory's own parameter is wild in every use
  public static <F extends Factory<?>> Factories<F> of(Class<? super F> service) {
    return new Factories<>((Class<F>) service);
  }

  /** The records that there are factories for. */
  public Set<Class<?>> specs() {
    return all().keySet();
  }

  /** All of them. */
  public Collection<F> installed() {
    return all().values();
  }

  /**
   * The factory for a record.
   *
   * @throws ServiceConfigurationError if a plug-in registered the record and no factory
   */
  public F forSpec(Object spec) {
    F factory = all().get(spec.getClass());
    if (factory == null) {
      throw new ServiceConfigurationError(
          "no %s is for %s; name one in META-INF/services/%s"
              .formatted(service.getSimpleName(), spec.getClass().getName(), service.getName()));
    }
    return factory;
  }

  private Map<Class<?>, F> all() {
    Map<Class<?>, F> loaded = bySpec;
    if (loaded == null) {
      loaded = load();
      bySpec = loaded;
    }
    return loaded;
  }

  private Map<Class<?>, F> load() {
    Map<Class<?>, F> loaded = new LinkedHashMap<>();
    for (F factory : Services.load(service)) {
      F other = loaded.putIfAbsent(factory.spec(), factory);
      if (other != null) {
        throw new ServiceConfigurationError(
            "two factories are for %s: %s and %s; remove one from the class path"
                .formatted(
                    factory.spec().getName(),
                    other.getClass().getName(),
                    factory.getClass().getName()));
      }
    }
    return loaded;
  }
}
