package dev.sluice.imports;

import dev.sluice.spec.Activation;
import dev.sluice.spec.LayerSpec;
import java.util.Locale;

/**
 * An activation of another program in terms of ours: ours(factor * x).
 *
 * @param factor 1 unless the slopes differ
 */
record ForeignActivation(Activation ours, float factor) {
  static final ForeignActivation LINEAR = new ForeignActivation(Activation.LINEAR, 1);

  static ForeignActivation of(Activation ours) {
    return new ForeignActivation(ours, 1);
  }

  boolean isLinear() {
    return ours == Activation.LINEAR;
  }

  /** Whether every layer of ours supports it. */
  boolean isCommon() {
    return LayerSpec.COMMON.contains(ours);
  }

  /** As it is written in a config. */
  String word() {
    return ours.name().toLowerCase(Locale.ROOT);
  }
}
