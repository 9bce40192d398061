package dev.sluice.task.next;

import dev.sluice.batch.Documents;
import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;

/** None of their own: the tokens of the input are. */
record NextLabels() implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    throw new UnsupportedOperationException(
        "texts that are read on have their labels in " + Documents.class.getSimpleName());
  }
}
