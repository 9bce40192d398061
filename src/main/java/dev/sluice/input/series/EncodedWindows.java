package dev.sluice.input.series;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.frame.series.SeriesExamples;

/** Windows as batches of (batch, features, lookback). */
record EncodedWindows(SeriesExamples frame) implements EncodedInput {
  @Override
  public Masked features(int[] windows) {
    int features = frame.featureCount();
    int lookback = frame.lookback();
    float[] x = new float[windows.length * features * lookback];
    for (int i = 0; i < windows.length; i++) {
      frame.writeFeatures(windows[i], x, i * features * lookback);
    }
    return Masked.of(x, windows.length, features, lookback);
  }
}
