package dev.sluice.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;

/** All kinds on the class path. Immutable. */
public final class Kinds {
  private static volatile Kinds installed; // null until loaded

  private final Map<Class<?>, Map<String, Kind<?>>> byChoice = new LinkedHashMap<>();
  private final Map<Class<?>, Kind<?>> byRecord = new LinkedHashMap<>();

  private Kinds(List<Kind<?>> kinds) {
    for (Kind<?> kind : kinds) {
      Kind<?> other =
          byChoice
              .computeIfAbsent(kind.choice(), c -> new LinkedHashMap<>())
              .putIfAbsent(kind.name(), kind);
      if (other != null) {
        throw new ServiceConfigurationError(
            "two kinds of %s are named '%s': %s and %s"
                .formatted(
                    kind.choice().getSimpleName(),
                    kind.name(),
                    other.record().getName(),
                    kind.record().getName()));
      }
      byRecord.put(kind.record(), kind);
    }
  }

  /**
   * The kinds of all {@link KindProvider}s that the class loader of Sluice finds, built-in ones
   * first, each choice in the order of registration.
   *
   * @throws ServiceConfigurationError if a plug-in cannot be loaded; nothing is kept then
   */
  public static Kinds installed() {
    Kinds loaded = installed;
    if (loaded == null) {
      loaded = load();
      installed = loaded;
    }
    return loaded;
  }

  private static Kinds load() {
    return new Kinds(
        Services.load(KindProvider.class).stream()
            .<Kind<?>>flatMap(provider -> provider.kinds().stream())
            .toList());
  }

  /** Whether an interface is a choice, that is, has kinds. */
  public boolean isChoice(Class<?> type) {
    return byChoice.containsKey(type);
  }

  /** The kinds of a choice; none if it is not one. */
  @SuppressWarnings("unchecked") // the constructor registers every kind under its own choice
  public <C> List<Kind<C>> of(Class<C> choice) {
    List<Kind<C>> kinds = new ArrayList<>();
    byChoice.getOrDefault(choice, Map.of()).values().forEach(kind -> kinds.add((Kind<C>) kind));
    return kinds;
  }

  public <C> Optional<Kind<C>> find(Class<C> choice, String name) {
    return of(choice).stream().filter(kind -> kind.name().equals(name)).findFirst();
  }

  /**
   * What the user writes for this record.
   *
   * @throws IllegalArgumentException if its class is not registered
   */
  public String nameOf(Object spec) {
    Kind<?> kind = byRecord.get(spec.getClass());
    if (kind == null) {
      throw new IllegalArgumentException(
          spec.getClass().getName() + " is not registered; name it in a KindProvider");
    }
    return kind.name();
  }
}
