package dev.sluice.network;

import dev.sluice.spec.TrainingSpec;
import java.util.Optional;

/** The share of true tokens that a decoder reads at a step of its training; 1 without a spec. */
record TeacherForcing(Optional<TrainingSpec.TeacherForcing> spec, int batchesPerEpoch) {
  static final TeacherForcing NONE = new TeacherForcing(Optional.empty(), 1);

  /**
   * @param step from 0
   */
  double ratio(int step) {
    return spec.map(written -> written.ratio(step / batchesPerEpoch)).orElse(1.0);
  }
}
