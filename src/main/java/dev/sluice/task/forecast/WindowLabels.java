package dev.sluice.task.forecast;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.frame.series.SeriesExamples;

/** The labels of windows, in the form of their head. */
record WindowLabels(SeriesExamples windows, Head head) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    float[] y = new float[examples.length * units]; // (batch, horizon * columns * numbers)
    float[] scaled = new float[units / head.numbers()];
    for (int i = 0; i < examples.length; i++) {
      windows.writeLabels(examples[i], scaled, 0);
      head.label(windows, examples[i], scaled, y, i * units);
    }
    return Masked.of(y, examples.length, units);
  }
}
