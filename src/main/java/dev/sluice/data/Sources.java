package dev.sluice.data;

import dev.sluice.spec.SourceSpec;
import java.util.ServiceLoader;

/** The sources on the class path. */
public final class Sources {
  private Sources() {}

  /**
   * The source that a spec describes; nothing is read yet.
   *
   * @throws IllegalStateException if a plug-in registered the record but no {@link SourceFactory}
   */
  public static Source open(SourceSpec spec) {
    for (SourceFactory<?> factory : ServiceLoader.load(SourceFactory.class)) {
      if (factory.spec() == spec.getClass()) {
        return open(factory, spec);
      }
    }
    throw new IllegalStateException(
        "no SourceFactory opens a %s; name one in META-INF/services/%s"
            .formatted(spec.getClass().getName(), SourceFactory.class.getName()));
  }

  private static <S extends SourceSpec> Source open(SourceFactory<S> factory, SourceSpec spec) {
    return factory.open(factory.spec().cast(spec));
  }
}
