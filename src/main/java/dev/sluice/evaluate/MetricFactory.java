package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;

/** Makes the metrics of one kind; found by {@link java.util.ServiceLoader}. */
public interface MetricFactory<S extends MetricSpec> {
  /** The record that describes the metric. */
  Class<S> spec();

  Metric create(S spec);
}
