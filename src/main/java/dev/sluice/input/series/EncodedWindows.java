package dev.sluice.input.series;

import dev.sluice.batch.EncodedInput;
import dev.sluice.batch.Masked;
import dev.sluice.frame.series.SeriesExamples;
import org.nd4j.linalg.factory.Nd4j;

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
    return Masked.of(Nd4j.create(x, new long[] {windows.length, features, lookback}, 'c'));
  }
}
