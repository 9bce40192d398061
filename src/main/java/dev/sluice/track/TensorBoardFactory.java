package dev.sluice.track;

import dev.sluice.spec.TrackerSpec;
import java.nio.file.Path;

/** Event files for TensorBoard. */
public final class TensorBoardFactory implements TrackerFactory<TrackerSpec.Tensorboard> {
  @Override
  public Class<TrackerSpec.Tensorboard> spec() {
    return TrackerSpec.Tensorboard.class;
  }

  @Override
  public Tracker open(TrackerSpec.Tensorboard spec, TrackedRun run) {
    Path folder =
        spec.folder()
            .map(all -> all.resolve(run.config().name()).resolve(run.name()))
            .orElseGet(() -> run.folder().path().resolve("tensorboard"));
    return new EventFile(folder, run);
  }
}
