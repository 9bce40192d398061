package dev.sluice.evaluate;

import dev.sluice.spec.MetricSpec;

/** A built-in metric: it has no parameters, so it is its own factory. */
abstract class OwnMetric<S extends MetricSpec> implements Metric, MetricFactory<S> {
  private final Class<S> spec;
  private final Better better;

  OwnMetric(Class<S> spec, Better better) {
    this.spec = spec;
    this.better = better;
  }

  @Override
  public final Class<S> spec() {
    return spec;
  }

  @Override
  public final Metric create(S parameters) {
    return this;
  }

  @Override
  public final Better better() {
    return better;
  }
}
