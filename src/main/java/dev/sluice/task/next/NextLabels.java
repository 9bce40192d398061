package dev.sluice.task.next;

import dev.sluice.batch.Documents;
import dev.sluice.batch.Labels;
import dev.sluice.batch.Masked;

/** No labels of their own: the tokens of the input are the labels. */
record NextLabels() implements Labels {
  @Override
  public Masked labels(int[] examples, int units) {
    throw new UnsupportedOperationException(
        "texts that are read on have their labels in " + Documents.class.getSimpleName());
  }
}
