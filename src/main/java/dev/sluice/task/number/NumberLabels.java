package dev.sluice.task.number;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.frame.Scale;
import java.util.List;

/**
 * The numbers of examples; batches are (batch, columns), scaled.
 *
 * @param values (examples)(columns), original units; never written
 * @param scales (columns)
 */
record NumberLabels(double[][] values, List<Scale> scales) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    float[] labels = new float[examples.length * units]; // (batch, columns)
    for (int i = 0; i < examples.length; i++) {
      for (int c = 0; c < units; c++) {
        labels[i * units + c] = (float) scales.get(c).apply(values[examples[i]][c]);
      }
    }
    return Masked.of(labels, examples.length, units);
  }
}
