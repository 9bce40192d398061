package dev.sluice.plugin;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/**
 * How implementations are found, ours and those of plug-ins: by the class loader that loaded
 * Sluice, on the class path of which a plug-in stands. The thread's context class loader is never
 * asked: it differs from thread to thread, and in a pool of a container it often sees nothing of
 * ours.
 */
final class Services {
  private static final String OURS = "dev.sluice.";

  private Services() {}

  /**
   * New instances, ours first, each group in the order of the class path.
   *
   * @throws java.util.ServiceConfigurationError if one cannot be made
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
