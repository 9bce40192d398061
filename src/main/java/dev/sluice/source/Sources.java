package dev.sluice.source;

import dev.sluice.plugin.Factories;
import dev.sluice.spec.SourceSpec;

/** The sources on the class path. */
public final class Sources {
  private static final Factories<SourceFactory<?>> FACTORIES = Factories.of(SourceFactory.class);

  private Sources() {}

  /** The source that a spec describes; nothing is read yet. */
  public static Source open(SourceSpec spec) {
    return open(FACTORIES.forSpec(spec), spec);
  }

  private static <S extends SourceSpec> Source open(SourceFactory<S> factory, SourceSpec spec) {
    return factory.open(factory.spec().cast(spec));
  }
}
