package dev.sluice.source;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.SourceSpec;

/** Opens the sources of one kind. */
public interface SourceFactory<S extends SourceSpec> extends Factory<S> {
  Source open(S spec);
}
