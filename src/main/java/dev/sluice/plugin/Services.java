package dev.sluice.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Finds implementations, both built-in ones and those of plug-ins: by the class loader that loaded
 * Sluice, on whose class path plug-ins are. The thread's context class loader is never used: it
 * differs from thread to thread, and in a container's pool it often cannot see our classes.
 */
final class Services {
  private static final String OURS = "dev.sluice.";

  private Services() {}

  /**
   * New instances, built-in ones first, each group in the order of the class path.
   *
   * @throws java.util.ServiceConfigurationError if one cannot be created
   */
  static <S> List<S> load(Class<S> service) {
    List<S> ours = new ArrayList<>();
    List<S> others = new ArrayList<>();
    for (S found : ServiceLoader.load(service, Services.class.getClassLoader())) {
      (found.getClass().getName().startsWith(OURS) ? ours : others).add(found);
    }
    ours.addAll(others);
    return ours;
  }
}
