package dev.sluice.spec;

import java.util.List;

/** The `tracking` section. */
@Doc(
    "The experiment trackers that follow the run. They change neither the model nor the"
        + " scores. If a tracker cannot be reached, the run continues.")
@KindsAsKeys(TrackerSpec.class)
public record TrackingSpec(List<TrackerSpec> trackers) {
  public TrackingSpec {
    trackers = List.copyOf(trackers);
  }
}
