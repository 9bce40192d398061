package dev.sluice.kernel;

import java.util.Optional;

/**
 * The module of the JDK with the vector instructions. It is there from the start with {@code
 * --add-modules}, for which the JVM prints a warning. The launcher only opens the JDK's own way to
 * load a module later, {@code --add-exports java.base/jdk.internal.module=ALL-UNNAMED}: the same
 * module, loaded by the same loader, when the first layer asks.
 */
final class IncubatorModule {
  static final String NAME = "jdk.incubator.vector";

  private static final String LOADING = "jdk.internal.module";
  private static final String ADVICE = "start the JVM with --add-modules " + NAME;

  private IncubatorModule() {}

  /** Why the module is not there; empty if it is, loaded now if need be. */
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
