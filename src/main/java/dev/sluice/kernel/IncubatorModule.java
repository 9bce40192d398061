package dev.sluice.kernel;

import java.util.Optional;

/**
 * Loads the module of the JDK with the vector instructions. With {@code --add-modules} it is there
 * from the start, but the JVM prints a warning. The launcher therefore only opens the JDK's
 * internal way to load a module later, {@code --add-exports
 * java.base/jdk.internal.module=ALL-UNNAMED}: the same module, loaded by the same loader, when the
 * first layer needs it.
 */
final class IncubatorModule {
  static final String NAME = "jdk.incubator.vector";

  private static final String LOADING = "jdk.internal.module";
  private static final String ADVICE = "start the JVM with --add-modules " + NAME;

  private IncubatorModule() {}

  /** Why the module is missing; empty if it is there, loaded now if necessary. */
  static Optional<String> obstacle() {
    if (ModuleLayer.boot().findModule(NAME).isPresent()) {
      return Optional.empty();
    }
    if (!Object.class.getModule().isExported(LOADING, IncubatorModule.class.getModule())) {
      return Optional.of(ADVICE);
    }
    try {
      Class.forName(LOADING + ".Modules").getMethod("loadModule", String.class).invoke(null, NAME);
      return Optional.empty();
    } catch (ReflectiveOperationException e) { // a Java that does so otherwise, or lacks the module
      return Optional.of(ADVICE);
    }
  }
}
