package dev.sluice.evaluate;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.MetricSpec;

/** Makes the metrics of one kind. */
public interface MetricFactory<S extends MetricSpec> extends Factory<S> {
  Metric create(S spec);
}
