package dev.sluice.task.labels;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;

/**
 * The labels of examples; batches are (batch, labels), 1 for each that an example has.
 *
 * @param has (examples)(labels); never written
 * @param unseen how many labels of each example are in no training row; (examples), never written
 */
record LabelRows(boolean[][] has, int[] unseen) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    float[] labels = new float[examples.length * units]; // (batch, labels)
    for (int i = 0; i < examples.length; i++) {
      for (int k = 0; k < units; k++) {
        labels[i * units + k] = has[examples[i]][k] ? 1 : 0;
      }
    }
    return Masked.of(labels, examples.length, units);
  }
}
