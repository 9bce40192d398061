package dev.sluice.task.tags;

import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;
import dev.sluice.batch.PaddedIds;

/**
 * The tags of tokens, written as the output of the network takes them: (batch, steps), -1 where the
 * batch is padded.
 *
 * @param tags (examples)(steps), by index; never written
 */
record TagLabels(int[][] tags) implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    return PaddedIds.labels(tags, examples, "input");
  }
}
