package dev.sluice.input.series;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.frame.series.SeriesExamples;

/** Windows as batches of (batch, features, steps). */
record EncodedWindows(SeriesExamples frame) implements EncodedInput {
  @Override
  public Masked features(int[] windows) {
    int features = frame.featureCount();
    int steps = frame.steps();
    float[] x = new float[windows.length * features * steps];
    for (int i = 0; i < windows.length; i++) {
      frame.writeFeatures(windows[i], x, i * features * steps);
    }
    return Masked.of(x, windows.length, features, steps);
  }
}
