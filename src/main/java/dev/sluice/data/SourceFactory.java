package dev.sluice.data;

import dev.sluice.spec.SourceSpec;

/** Opens the sources of one kind; found by {@link java.util.ServiceLoader}. */
public interface SourceFactory<S extends SourceSpec> {
  /** The record that describes the source. */
  Class<S> spec();

  Source open(S spec);
}
