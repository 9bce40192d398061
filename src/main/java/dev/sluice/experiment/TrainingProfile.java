package dev.sluice.experiment;

import dev.sluice.batch.Examples;
import dev.sluice.data.Dataset;
import dev.sluice.data.Pipeline;
import dev.sluice.drift.Observed;
import dev.sluice.drift.Profile;
import dev.sluice.frame.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Profiles the rows that a model was trained on, for {@link DriftMonitor}. */
final class TrainingProfile {
  private TrainingProfile() {}

  /**
   * The part whose predictions and errors are profiled: one that nothing was learned from, if
   * possible.
   */
  static Part heldOut(Dataset data) {
    return data.examples(Part.TEST).size() > 0
        ? Part.TEST
        : data.examples(Part.VALIDATION).size() > 0 ? Part.VALIDATION : Part.TRAINING;
  }

  /** The profile of the rows alone, if nothing was predicted. */
  static Profile ofRows(Dataset data) {
    Examples training = data.examples(Part.TRAINING);
    return Profile.of(
        training.input().observed(),
        training.size(),
        List.of(),
        Profile.NONE,
        /* heldOutRows= */ 0);
  }

  /**
   * @param outputs of the network for the examples of {@link #heldOut}, computed only if they are
   *     needed
   */
  static Profile of(Dataset data, Pipeline pipeline, Supplier<float[][]> outputs) {
    Part part = heldOut(data);
    Examples training = data.examples(Part.TRAINING);
    Examples heldOut = data.examples(part);
    List<Observed> observed = new ArrayList<>(heldOut.input().observed());
    observed.addAll(pipeline.target().observed(heldOut, outputs));
    observed.addAll(pipeline.target().observedErrors(heldOut, outputs));
    return Profile.of(
        training.input().observed(),
        training.size(),
        observed,
        part.name().toLowerCase(Locale.ROOT),
        heldOut.size());
  }
}
