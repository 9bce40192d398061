package dev.sluice.evaluate;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.MetricSpec;
import java.util.Optional;

/** Makes the metrics of one kind. */
public interface MetricFactory<S extends MetricSpec> extends Factory<S> {
  Metric create(S spec);

  /** The metric of this kind with this name in results, if the name contains its parameters. */
  default Optional<Metric> find(String name) {
    return Optional.empty();
  }
}
