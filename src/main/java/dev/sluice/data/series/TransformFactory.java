package dev.sluice.data.series;

import dev.sluice.spec.TransformSpec;

/** Makes the transforms of one kind; found by {@link java.util.ServiceLoader}. */
public interface TransformFactory<S extends TransformSpec> {
  /** The record that describes the transform. */
  Class<S> spec();

  ColumnTransform create(S spec);
}
