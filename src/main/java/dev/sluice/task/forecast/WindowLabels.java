package dev.sluice.task.forecast;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.frame.series.SeriesExamples;

/** The scaled values that windows forecast. */
record WindowLabels(SeriesExamples windows) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    float[] y = new float[examples.length * units]; // (batch, horizon * columns)
    for (int i = 0; i < examples.length; i++) {
      windows.writeLabels(examples[i], y, i * units);
    }
    return Masked.of(y, examples.length, units);
  }
}
