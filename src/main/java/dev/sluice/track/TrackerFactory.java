package dev.sluice.track;

import dev.sluice.plugin.Factory;
import dev.sluice.spec.TrackerSpec;

/** Makes the trackers of one kind. */
public interface TrackerFactory<S extends TrackerSpec> extends Factory<S> {
  /** Creates the tracker without contacting anybody or writing anything yet. */
  Tracker open(S spec, TrackedRun run);
}
