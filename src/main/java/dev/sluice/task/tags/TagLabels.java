package dev.sluice.task.tags;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import java.util.Arrays;

/**
 * The tags of tokens, written as the output of the network takes them: (batch, steps), -1 where the
 * batch is padded.
 *
 * @param tags (examples)(steps), by index; never written
 */
record TagLabels(int[][] tags) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    int steps = Arrays.stream(examples).map(example -> tags[example].length).max().orElse(1);
    float[] labels = new float[Math.multiplyExact(examples.length, steps)];
    Arrays.fill(labels, -1);
    for (int i = 0; i < examples.length; i++) {
      int[] ofExample = tags[examples[i]];
      for (int t = 0; t < ofExample.length; t++) {
        labels[i * steps + t] = ofExample[t];
      }
    }
    return Masked.of(labels, examples.length, steps);
  }
}
