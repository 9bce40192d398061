package dev.sluice.task.text;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import java.util.Arrays;
import java.util.List;

/**
 * The texts that should come out, as the output of the network takes them: (batch, steps), -1
 * behind the end.
 *
 * @param ids (examples)(tokens), with the end unless the text was cut; never written
 * @param texts (examples), as they stand in the file
 */
record TextLabels(int[][] ids, List<String> texts) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    int steps = Arrays.stream(examples).map(example -> ids[example].length).max().orElse(1);
    float[] labels = new float[Math.multiplyExact(examples.length, steps)];
    Arrays.fill(labels, -1);
    for (int i = 0; i < examples.length; i++) {
      int[] ofExample = ids[examples[i]];
      for (int t = 0; t < ofExample.length; t++) {
        labels[i * steps + t] = ofExample[t];
      }
    }
    return Masked.of(labels, examples.length, steps);
  }
}
