package dev.sluice.task.classes;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;

/**
 * The classes of examples in the form of the network's output: one unit is the probability of class
 * 1 of two, more are one-hot.
 *
 * @param classes (examples), by index; never written
 */
record ClassLabels(int[] classes) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    float[] labels = new float[examples.length * units]; // (batch, units)
    for (int i = 0; i < examples.length; i++) {
      int label = classes[examples[i]];
      if (units == 1) {
        labels[i] = label;
      } else {
        labels[i * units + label] = 1;
      }
    }
    return Masked.of(labels, examples.length, units);
  }
}
