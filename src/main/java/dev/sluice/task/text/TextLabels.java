package dev.sluice.task.text;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.batch.PaddedIds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The reference texts in the form of the network's output: (batch, steps), -1 after the end.
 *
 * @param ids (examples)(tokens), including the end unless the text was cut; never written
 * @param texts (examples), in composed form (NFC), in which they are written
 */
record TextLabels(int[][] ids, List<String> texts) implements Labels {
  @Override
  public Optional<int[]> stepsOfEach() {
    return Optional.of(Arrays.stream(ids).mapToInt(text -> text.length).toArray());
  }

  @Override
  public Masked labels(int[] examples, int units) {
    return PaddedIds.labels(ids, examples, "target");
  }
}
