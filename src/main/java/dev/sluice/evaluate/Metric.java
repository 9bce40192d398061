package dev.sluice.evaluate;

import dev.sluice.spec.TargetSpec;

/**
 * A number that says how good predictions are. A plug-in implements {@link ClassMetric} or {@link
 * ForecastMetric}. Stateless and thread-safe.
 */
public sealed interface Metric permits ClassMetric, ForecastMetric {
  Better better();

  /** Whether predictions of this target can be scored. */
  boolean fits(TargetSpec target);
}
