package dev.sluice.spec;

import java.util.List;

/** The `tracking` section. */
@Doc(
    "Which programs follow the run. What they are told changes neither the model nor the scores, and"
        + " a program that cannot be reached costs no run.")
@KindsAsKeys(TrackerSpec.class)
public record TrackingSpec(List<TrackerSpec> trackers) {
  public TrackingSpec {
    trackers = List.copyOf(trackers);
  }
}
