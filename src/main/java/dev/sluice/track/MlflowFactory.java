package dev.sluice.track;

import dev.sluice.spec.TrackerSpec;

/** Runs of an MLflow server. */
public final class MlflowFactory implements TrackerFactory<TrackerSpec.Mlflow> {
  @Override
  public Class<TrackerSpec.Mlflow> spec() {
    return TrackerSpec.Mlflow.class;
  }

  @Override
  public Tracker open(TrackerSpec.Mlflow spec, TrackedRun run) {
    return new MlflowRun(spec, run, MlflowServer.at(spec.address(), System.getenv()));
  }
}
