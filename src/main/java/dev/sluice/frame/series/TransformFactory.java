package dev.sluice.frame.series;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.TransformSpec;

/** Makes the transforms of one kind. */
public interface TransformFactory<S extends TransformSpec> extends Factory<S> {
  ColumnTransform create(S spec);
}
