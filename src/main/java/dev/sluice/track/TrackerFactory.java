package dev.sluice.track;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.TrackerSpec;

/** Makes the trackers of one kind. */
public interface TrackerFactory<S extends TrackerSpec> extends Factory<S> {
  /** Asks nobody and writes nothing yet. */
  Tracker open(S spec, TrackedRun run);
}
